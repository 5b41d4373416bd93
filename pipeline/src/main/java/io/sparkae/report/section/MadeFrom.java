package io.sparkae.report.section;

import io.sparkae.files.InputFile;
import io.sparkae.run.Manifest;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the stages' manifests say about how their outputs came to be. */
final class MadeFrom {
    private MadeFrom() {}

    static List<Block> of(RunView run) {
        List<Manifest> manifests = manifests(run);
        return List.of(inputs(manifests), stages(manifests));
    }

    /** Of the stages that are done, the report's own left out. */
    static List<Manifest> manifests(RunView run) {
        return Arrays.stream(StageName.values())
                .filter(stage -> stage != StageName.REPORT && run.has(stage))
                .map(stage -> run.manifest(stage).orElseThrow())
                .toList();
    }

    private static Block stages(List<Manifest> manifests) {
        List<List<String>> rows = new ArrayList<>();
        for (Manifest manifest : manifests) {
            Map<String, String> versions = manifest.versions();
            rows.add(List.of(
                    manifest.stage(),
                    manifest.started().replace('T', ' ').replace("Z", ""),
                    Numbers.tenths(manifest.seconds()),
                    Numbers.hash(manifest.fingerprint()),
                    String.valueOf(manifest.settings().getOrDefault("seed", "–")),
                    versions.getOrDefault("sparkae", "–"),
                    Numbers.hash(versions.getOrDefault("git-commit", "–")),
                    versions.getOrDefault("spark", "–"),
                    versions.getOrDefault("dl4j", "–"),
                    versions.getOrDefault("java", "–").replaceAll("-.*", "")));
        }
        return new Block.Table(
                "Made by these stages; a fingerprint stands for inputs, settings and the source that was built.",
                List.of(
                        "stage",
                        "started (UTC)",
                        "seconds",
                        "fingerprint",
                        "seed",
                        "sparkae",
                        "commit",
                        "Spark",
                        "DL4J",
                        "Java"),
                rows);
    }

    private static Block inputs(List<Manifest> manifests) {
        List<List<String>> rows = new ArrayList<>();
        for (Manifest manifest : manifests) {
            for (InputFile input : manifest.inputs()) {
                rows.add(List.of(
                        manifest.stage(), input.path(), Numbers.bytes(input.bytes()), Numbers.hash(input.sha256())));
            }
        }
        return new Block.Table("What each stage read.", List.of("stage", "file", "size", "SHA-256"), rows);
    }
}
