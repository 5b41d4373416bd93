package io.sparkae.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session with a page of Chromium's, by its DevTools protocol. Selenium would do the same and more, but needs a newer
 * Guava than Spark brings.
 */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 60;

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> names = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;
    private String session;

    /** @param browser where Chromium listens */
    DevTools(URI browser) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(browser, this)
                .join();
        String page = call("Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asText();
        session = call("Target.attachToTarget", Map.of("targetId", page, "flatten", true))
                .get("sessionId")
                .asText();
    }

    /** Asks for something and waits for the answer. */
    JsonNode call(String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        Map<String, Object> message = session == null
                ? Map.of("id", id, "method", method, "params", parameters)
                : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
        try {
            socket.sendText(JSON.writeValueAsString(message), true).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode whole = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        if (whole.has("error")) {
            throw new IllegalStateException(method + ": " + whole.get("error"));
        }
        return whole.get("result");
    }

    /** Waits until the page has told of an event. */
    void await(String event) throws InterruptedException {
        String name = "";
        while (name != null && !name.equals(event)) {
            name = names.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        if (name == null) {
            throw new IllegalStateException("no " + event + " within " + PATIENCE_SECONDS + " s");
        }
    }

    /** What the page has told of so far. */
    List<JsonNode> events() {
        return events;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            receive(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void receive(String message) {
        try {
            JsonNode json = JSON.readTree(message);
            if (json.has("id")) {
                asked.remove(json.get("id").asInt()).complete(json);
            } else {
                events.add(json);
                names.add(json.get("method").asText());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
