package io.sparkae.prep;

import io.sparkae.dataset.BadInputException;
import io.sparkae.dataset.InputFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.util.LineReader;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * A CSV file in the format of Kaggle's Digit Recognizer: an optional {@code label} column and one column a pixel, plain
 * or compressed by any codec that Hadoop tells from the file's name.
 */
final class KaggleCsvSource implements ImageSource {
    private static final int MAX_HEADER_BYTES = 1 << 20;

    private final String uri;
    private final Path path;
    private final FileSystem fs;
    private final boolean header;
    private final ImageShape shape;

    KaggleCsvSource(String uri, boolean header, ImageShape shape, Configuration conf) throws IOException {
        this.uri = uri;
        this.path = new Path(uri);
        this.fs = path.getFileSystem(conf);
        this.header = header;
        this.shape = shape;
    }

    @Override
    public String name() {
        return uri;
    }

    @Override
    public List<InputFile> inputs() throws IOException {
        try {
            if (fs.getFileStatus(path).isDirectory()) {
                throw new BadInputException(uri + ": expected a CSV file, found a folder");
            }
            return List.of(InputFile.describe(fs, path, uri));
        } catch (FileNotFoundException e) {
            throw new BadInputException(uri + ": expected a CSV file, found nothing there", e);
        }
    }

    @Override
    public long firstRowNumber() {
        return header ? 2 : 1;
    }

    @Override
    public JavaRDD<SourceBlock> read(JavaSparkContext spark) {
        CsvColumns columns = columns();
        boolean skipFirstLine = header;
        ImageShape rowShape = shape;
        String file = uri;
        return spark.newAPIHadoopFile(
                        path.toString(),
                        TextInputFormat.class,
                        LongWritable.class,
                        Text.class,
                        spark.hadoopConfiguration())
                .mapPartitions(lines -> new Parsing(lines, columns, rowShape, skipFirstLine, file));
    }

    private CsvColumns columns() {
        String first = firstLine();
        if (first.isEmpty()) {
            throw new BadInputException(
                    uri + ": expected CSV rows, found an empty " + (isEmptyFile() ? "file" : "first line"));
        }
        return header ? CsvColumns.parse(first, shape.pixels(), uri) : CsvColumns.headerless(shape.pixels());
    }

    private boolean isEmptyFile() {
        try {
            return fs.getFileStatus(path).getLen() == 0;
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    private String firstLine() {
        CompressionCodec codec = new CompressionCodecFactory(fs.getConf()).getCodec(path);
        try (InputStream raw = fs.open(path);
                InputStream in = codec == null ? raw : codec.createInputStream(raw);
                LineReader reader = new LineReader(in)) {
            Text line = new Text();
            reader.readLine(line, MAX_HEADER_BYTES, MAX_HEADER_BYTES);
            String text = new String(line.getBytes(), 0, line.getLength(), StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (IOException e) {
            throw unreadable(uri, e);
        }
    }

    private static BadInputException unreadable(String file, Exception e) {
        return new BadInputException(
                file + ": could not be read to its end (" + e.getMessage()
                        + "); a compressed file may be cut short or not what its name says",
                e);
    }

    /** Turns a task's lines into blocks. */
    private static final class Parsing implements Iterator<SourceBlock> {
        private final Iterator<Tuple2<LongWritable, Text>> lines;
        private final CsvRowParser parser;
        private final int pixels;
        private final boolean skipFirstLine;
        private final String file;

        Parsing(
                Iterator<Tuple2<LongWritable, Text>> lines,
                CsvColumns columns,
                ImageShape shape,
                boolean skipFirstLine,
                String file) {
            this.lines = lines;
            this.parser = new CsvRowParser(columns, shape);
            this.pixels = shape.pixels();
            this.skipFirstLine = skipFirstLine;
            this.file = file;
        }

        @Override
        public boolean hasNext() {
            try {
                return lines.hasNext();
            } catch (Exception e) { // Scala's iterators throw IOException undeclared
                throw unreadable(file, e);
            }
        }

        @Override
        public SourceBlock next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            SourceBlockBuilder block = new SourceBlockBuilder(pixels);
            while (!block.isFull() && hasNext()) {
                Tuple2<LongWritable, Text> line = lines.next();
                if (skipFirstLine && line._1().get() == 0) {
                    continue;
                }
                Rejection rejection =
                        parser.parse(line._2().getBytes(), line._2().getLength(), block.pixels(), block.nextOffset());
                if (rejection == null) {
                    block.accept(parser.label());
                } else {
                    block.reject(rejection);
                }
            }
            return block.build();
        }
    }
}
