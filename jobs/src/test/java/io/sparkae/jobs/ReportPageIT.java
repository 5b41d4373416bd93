package io.sparkae.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page of a run in a real browser, on a desk and on a phone. */
@ExtendWith(Browser.Needed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportPageIT {
    private static final List<String> SECTIONS = List.of(
            "summary",
            "loss",
            "reconstructions",
            "errors",
            "weights",
            "generated",
            "codes",
            "latent",
            "knn",
            "dataset");

    private Path page;
    private Browser browser;

    @BeforeAll
    void run(@TempDir Path folder) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--run-dir", folder.resolve("run").toString()));
        Stream.of(
                        "spark.master=local[2]",
                        "generate.train-rows=300",
                        "generate.test-rows=80",
                        "model.family=vae",
                        "model.hidden=[32]",
                        "model.code=2",
                        "training.epochs=2",
                        "knn.raw=true")
                .forEach(pair -> arguments.addAll(List.of("-s", pair)));
        Command run = Command.run(arguments.toArray(String[]::new));
        assertEquals(0, run.code(), run.err());
        page = folder.resolve("run/report/index.html");
        browser = Browser.start(folder.resolve("browser"));
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1280, light", "390, light", "390, dark"})
    void isWholeAtEveryWidth(int width, String colourScheme) throws Exception {
        browser.open(page, width, colourScheme);

        assertEquals(List.of(), browser.console());
        assertEquals(width, browser.value("window.innerWidth"));
        assertEquals(
                browser.value("document.documentElement.clientWidth"),
                browser.value("document.documentElement.scrollWidth"),
                "it scrolls sideways");
        assertEquals(List.of(), images("!(i.complete && i.naturalWidth > 0)"), "images that did not load");
        assertEquals(List.of(), images("i.alt.trim().length < 10"), "images without a text");
        assertEquals(1, browser.value("document.querySelectorAll('h1').length"));
        assertEquals(
                browser.value("document.querySelectorAll('main > section').length"),
                browser.value("document.querySelectorAll('main > section > h2').length"));
        assertEquals(
                List.of(),
                browser.value("performance.getEntriesByType('resource').map(r => r.name)"
                        + ".filter(name => !name.startsWith('data:'))"),
                "it asked the network");
    }

    @ParameterizedTest
    @CsvSource({"light, 'rgb(255, 255, 255)'", "dark, 'rgb(21, 27, 35)'"})
    void followsTheColourScheme(String colourScheme, String background) throws Exception {
        browser.open(page, 390, colourScheme);

        assertEquals(background, browser.value("getComputedStyle(document.body).backgroundColor"));
        assertEquals(
                colourScheme.equals("dark"),
                browser.value("[...document.querySelectorAll('picture')]"
                        + ".every(p => p.querySelector('img').currentSrc === p.querySelector('source').srcset)"));
    }

    @Test
    void linksToEachOfItsSections() throws Exception {
        browser.open(page, 1280, "light");

        List<?> ids = (List<?>) browser.value("[...document.querySelectorAll('main > section')].map(s => s.id)");
        assertTrue(ids.containsAll(SECTIONS), ids.toString());
        assertEquals(ids, browser.value("[...document.querySelectorAll('nav a')].map(a => a.hash.substring(1))"));
    }

    @Test
    void everyFigureIsAFileToo() throws Exception {
        browser.open(page, 1280, "light");

        try (Stream<Path> files = Files.list(page.getParent())) {
            long figures =
                    files.filter(file -> file.toString().endsWith(".png")).count();
            assertEquals((int) figures, browser.value("document.images.length"));
        }
    }

    private Object images(String which) throws IOException {
        return browser.value("[...document.images].filter(i => " + which + ").map(i => i.alt)");
    }
}
