package io.sparkae.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A headless Chromium of this machine. */
final class Browser implements AutoCloseable {
    private static final String LISTENING = "DevTools listening on ";
    private static final Set<String> CONSOLE =
            Set.of("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded");

    private final Process process;
    private final DevTools tools;

    private Browser(Process process, DevTools tools) {
        this.process = process;
        this.tools = tools;
    }

    /** Starts it; {@code folder} is for what it keeps. */
    static Browser start(Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        find().orElseThrow().toString(),
                        "--headless=new",
                        "--no-sandbox", // tests may run as root
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        return new Browser(process, new DevTools(listening(process)));
    }

    /** Opens a page as on a screen of a width in pixels, for somebody who prefers light or dark. */
    void open(Path page, int width, String colourScheme) throws InterruptedException {
        tools.events().clear();
        for (String domain : List.of("Page", "Runtime", "Log")) {
            tools.call(domain + ".enable", Map.of());
        }
        tools.call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 844, "deviceScaleFactor", 1, "mobile", false));
        tools.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colourScheme))));
        tools.call("Page.navigate", Map.of("url", page.toUri().toString()));
        tools.await("Page.loadEventFired");
    }

    /** What the page's console shows, warnings and errors alike. */
    List<String> console() {
        return tools.events().stream()
                .filter(event -> CONSOLE.contains(event.get("method").asText()))
                .map(JsonNode::toString)
                .toList();
    }

    /** Value of an expression in the page, as of JSON. */
    Object value(String expression) throws IOException {
        JsonNode answer = tools.call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
        }
        return new ObjectMapper().treeToValue(answer.get("result").get("value"), Object.class);
    }

    @Override
    public void close() {
        tools.close();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    private static URI listening(Process process) throws IOException {
        List<String> said = new ArrayList<>();
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                return URI.create(line.substring(LISTENING.length()));
            }
            said.add(line);
        }
        throw new IOException("Chromium ended: " + said);
    }

    /**
     * Skips a class where there is no Chromium. A condition and not an assumption before all tests: a class whose
     * preparation is given up is reported as one without tests, and nobody sees that it was skipped.
     */
    static final class Needed implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return find().map(path -> ConditionEvaluationResult.enabled(path.toString()))
                    .orElse(ConditionEvaluationResult.disabled(
                            "needs Chromium on the PATH (Debian's package chromium)"));
        }
    }

    private static Optional<Path> find() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
