package io.sparkae.ingest.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds the lines of a stream in a buffer, without copying them. A line ends with LF, CR LF or the end of the stream.
 */
final class LineScanner implements Closeable {
    private static final int BUFFER = 1 << 18;
    private static final byte LINE_FEED = '\n';
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x80 * ONES;
    private static final long LINE_FEEDS = LINE_FEED * ONES;

    private final InputStream in;
    private final int mostBytes;
    private byte[] buffer = new byte[BUFFER];
    /** Bytes read into the buffer; the one after them is always a line feed. */
    private int filled;

    private int next;
    private int from;
    private int to;
    private long position;
    private boolean ended;
    private boolean tooLong;

    /**
     * @param in begins with a line, at {@code position} of the file
     * @param mostBytes of a line, its end included; a longer one is skipped
     */
    LineScanner(InputStream in, long position, int mostBytes) {
        this.in = in;
        this.position = position;
        this.mostBytes = mostBytes;
        this.buffer[0] = LINE_FEED;
    }

    /** File offset of the next line. */
    long position() {
        return position;
    }

    /** Goes to the next line; false if there is none. */
    boolean advance() throws IOException {
        int scanned = next;
        while (true) {
            int end = indexOfLineFeed(scanned);
            if (end < filled) {
                return line(end, end + 1);
            }
            if (ended) {
                return next < filled && line(filled, filled);
            }
            if (filled - next > mostBytes) {
                return overlong();
            }
            scanned = filled - next;
            fill();
        }
    }

    /** The buffer; the byte after the line is neither a digit nor a comma. */
    byte[] bytes() {
        return buffer;
    }

    /** The line's first byte. */
    int from() {
        return from;
    }

    /** After the line's last byte. */
    int to() {
        return to;
    }

    /** Whether the line exceeds the limit; its range may be empty then. */
    boolean isTooLong() {
        return tooLong;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean line(int end, int after) {
        from = next;
        to = end > next && buffer[end - 1] == '\r' ? end - 1 : end;
        position += after - next;
        next = after;
        tooLong = after - from > mostBytes; // independent of its place in the buffer
        return true;
    }

    /** Skips a line that is too long. */
    private boolean overlong() throws IOException {
        int end = filled;
        while (end == filled && !ended) {
            position += filled - next;
            next = filled;
            fill();
            end = indexOfLineFeed(0);
        }
        int after = Math.min(end + 1, filled);
        position += after - next;
        next = after;
        from = 0;
        to = 0;
        tooLong = true;
        return true;
    }

    /**
     * The next line feed; there always is one. Eight bytes at a time: in {@code x = bytes ^ line feeds} it is the byte
     * that is zero, and {@code (x - 0x01…) & ~x & 0x80…} has the first zero byte's highest bit as its lowest (Mycroft,
     * 1987; Warren, Hacker's Delight, 6-1).
     */
    private int indexOfLineFeed(int start) {
        byte[] bytes = buffer;
        int at = start;
        for (; at <= filled - Long.BYTES; at += Long.BYTES) {
            long differs = (long) WORDS.get(bytes, at) ^ LINE_FEEDS;
            long found = differs - ONES & ~differs & HIGH_BITS;
            if (found != 0) {
                return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        while (bytes[at] != LINE_FEED) {
            at++;
        }
        return at;
    }

    /** Moves unread bytes to the front and reads more after them. */
    private void fill() throws IOException {
        int left = filled - next;
        if (left > buffer.length / 2) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        System.arraycopy(buffer, next, buffer, 0, left);
        next = 0;
        filled = left;
        int read = in.read(buffer, left, buffer.length - left - 1);
        if (read < 0) {
            ended = true;
        } else {
            filled += read;
        }
        buffer[filled] = LINE_FEED;
    }
}
