package io.sparkae.ingest.download;

import io.sparkae.ingest.download.ScriptedServer.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Answers of a {@link ScriptedServer} about one file's bytes. */
final class Served {
    private Served() {}

    /** The file, or the range of it that was requested. */
    static Answer well(byte[] content) {
        return (request, socket) -> {
            if (request.range() == null) {
                whole(content).write(request, socket);
            } else {
                int from = asked(request);
                part(content, from, content.length).write(request, socket);
            }
        };
    }

    /** The whole file, whatever was requested. */
    static Answer whole(byte[] content) {
        return (request, socket) -> {
            head(socket, "200 OK", "Content-Length: " + content.length);
            body(socket, content);
        };
    }

    /** Announces everything and closes the connection once the bytes before {@code end} are on disk; honours ranges. */
    static Answer cutAt(byte[] content, int end, Downloads client) {
        return (request, socket) -> {
            if (request.range() == null) {
                wholeCutAt(content, end, client).write(request, socket);
            } else {
                client.expect();
                part(content, asked(request), end).write(request, socket);
                client.await(asked(request) < end ? end : 0);
            }
        };
    }

    /** The same, ignoring ranges. */
    static Answer wholeCutAt(byte[] content, int end, Downloads client) {
        return (request, socket) -> {
            client.expect();
            head(socket, "200 OK", "Content-Length: " + content.length);
            body(socket, Arrays.copyOf(content, end));
            client.await(end);
        };
    }

    private static Answer part(byte[] content, int from, int end) {
        return (request, socket) -> {
            head(
                    socket,
                    "206 Partial Content",
                    "Content-Length: " + (content.length - from),
                    "Content-Range: bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            body(socket, Arrays.copyOfRange(content, from, end));
        };
    }

    /** A status without a body. */
    static Answer status(String status) {
        return (request, socket) -> head(socket, status, "Content-Length: 0");
    }

    static int asked(ScriptedServer.Request request) {
        return Integer.parseInt(request.range().replaceAll("bytes=(\\d+)-", "$1"));
    }

    static void head(Socket socket, String status, String... headers) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        body(socket, head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    }

    static void body(Socket socket, byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }
}
