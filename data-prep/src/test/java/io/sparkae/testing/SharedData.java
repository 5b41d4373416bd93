package io.sparkae.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Finds the real MNIST files beside the checkout; a test that needs them is skipped, and says so, without. */
public final class SharedData {
    private SharedData() {}

    /** The training rows as Kaggle CSV, 60,000. */
    public static Path mnistTrain() {
        return file("mnist-train.csv.gz");
    }

    /** The test rows as Kaggle CSV, 10,000. */
    public static Path mnistTest() {
        return file("mnist-test.csv.gz");
    }

    private static Path file(String name) {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path file = folder.resolve("shared/data").resolve(name);
            if (Files.exists(file)) {
                return file;
            }
        }
        Assumptions.abort("skipped: needs shared/data/" + name + " beside the checkout, which is not there");
        throw new IllegalStateException("unreachable");
    }
}
