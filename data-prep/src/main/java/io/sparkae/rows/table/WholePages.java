package io.sparkae.rows.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Decompresses pages whose headers tell the truth about their size. A page's checksum does not cover its header, and
 * parquet-mr's Snappy, asked for more bytes than a page has, waits for them for ever.
 */
final class WholePages implements CompressionCodecFactory {
    private static final int BUFFER = 1 << 16;
    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;

    private final CompressionCodecFactory codecs;

    WholePages(Configuration conf) {
        codecs = new CodecFactory(conf, BUFFER);
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        return codecs.getCompressor(codec);
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        BytesInputDecompressor decompressor = codecs.getDecompressor(codec);
        return codec == CompressionCodecName.SNAPPY ? new Checked(decompressor) : decompressor;
    }

    @Override
    public void release() {
        codecs.release();
    }

    /** Compares the size that a page's header claims with that of the Snappy format, which begins with it. */
    private static final class Checked implements BytesInputDecompressor {
        private final BytesInputDecompressor snappy;

        Checked(BytesInputDecompressor snappy) {
            this.snappy = snappy;
        }

        @Override
        public BytesInput decompress(BytesInput bytes, int claimed) throws IOException {
            long size;
            try (InputStream in = bytes.toInputStream()) {
                size = varint(in);
            }
            if (size != claimed) {
                throw new ParquetDecodingException(
                        "a page of " + size + " bytes, of which its header says that it has " + claimed);
            }
            return snappy.decompress(bytes, claimed);
        }

        private static long varint(InputStream in) throws IOException {
            long value = 0;
            for (int shift = 0; shift <= 4 * PAYLOAD_BITS; shift += PAYLOAD_BITS) {
                int next = in.read();
                value |= (long) (next & MORE - 1) << shift;
                if (next < MORE) {
                    return next < 0 ? -1 : value;
                }
            }
            return -1;
        }

        @Override
        public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int claimed) throws IOException {
            snappy.decompress(input, compressed, output, claimed);
        }

        @Override
        public void release() {
            snappy.release();
        }
    }
}
