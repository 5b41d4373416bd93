package io.sparkae.ingest.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A web server on the loopback interface, a connection a request, that writes its answers byte by byte and so can give
 * wrong ones. Each request takes the next answer; the last is given again and again.
 */
final class ScriptedServer implements AutoCloseable {
    /** Writes an answer, head and all; the connection is closed after it. */
    @FunctionalInterface
    interface Answer {
        void write(Request request, Socket socket) throws Exception;
    }

    /** @param headers by name in lower case */
    record Request(String line, Map<String, String> headers) {
        String range() {
            return headers.get("range");
        }

        String path() {
            return line.split(" ")[1];
        }
    }

    private final ServerSocket listening;
    private final Deque<Answer> answers;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    ScriptedServer(Answer... answers) throws IOException {
        this.answers = new ArrayDeque<>(List.of(answers));
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/files/");
    }

    int port() {
        return listening.getLocalPort();
    }

    List<Request> requests() {
        return requests;
    }

    /** The ranges asked for, in order; {@code null} for the whole file. */
    List<String> ranges() {
        return requests.stream().map(r -> String.valueOf(r.range())).toList();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        if (!failures.isEmpty()) {
            throw new AssertionError("an answer failed", failures.get(0));
        }
    }

    private void serve() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                answer(socket);
            } catch (IOException clientOrServerClosed) {
                // Either is for the test to notice.
            }
        }
    }

    private void answer(Socket socket) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        String line = in.readLine();
        if (line == null) {
            return;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
            String[] parts = header.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        Request request = new Request(line, headers);
        requests.add(request);
        try {
            Answer answer = answers.size() > 1 ? answers.remove() : answers.element();
            answer.write(request, socket);
        } catch (IOException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }
}
