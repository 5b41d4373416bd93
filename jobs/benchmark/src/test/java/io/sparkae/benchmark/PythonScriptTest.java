package io.sparkae.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonScriptTest {
    @TempDir
    Path folder;

    @Test
    void numbersOfAScriptAreSeconds() throws Exception {
        Path python = StubPython.in(folder, "echo 0.5; echo 0.25");

        assertEquals(List.of(0.5, 0.25), new PythonScript(python.toString(), "pandas_csv.py").run(List.of("x", "2")));
        assertTrue(StubPython.calls(folder).get(0).endsWith("pandas_csv.py x 2"), "arguments follow the script");
    }

    @Test
    void aScriptThatFailsSaysWhatIsMissing() throws Exception {
        Path python = StubPython.in(folder, "echo 'no PyTorch for this Python' >&2; exit 1");

        Exception missing = assertThrows(
                PythonScript.MissingPeerException.class,
                () -> new PythonScript(python.toString(), "pytorch_epochs.py").run(List.of()));
        assertEquals("no PyTorch for this Python", missing.getMessage());
    }

    @Test
    void anInterpreterThatIsNotThereIsAMissingPeer() {
        String python = folder.resolve("nowhere").toString();

        Exception missing = assertThrows(
                PythonScript.MissingPeerException.class, () -> new PythonScript(python, "knn_peers.py").run(List.of()));
        assertEquals("no interpreter " + python + "; name one with --python", missing.getMessage());
    }
}
