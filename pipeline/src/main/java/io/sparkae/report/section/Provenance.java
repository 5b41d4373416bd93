package io.sparkae.report.section;

import io.sparkae.files.InputFile;
import io.sparkae.run.Manifest;
import io.sparkae.run.StageName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Provenance of a run, from its manifests. */
final class Provenance {
    private static final int LONGEST = 120;

    private Provenance() {}

    /** Tables of input files and of stages. */
    static List<Block> inputsAndStages(RunView run) {
        List<Manifest> manifests = manifests(run);
        return List.of(inputs(manifests), stages(manifests));
    }

    /** Of all stages that are up to date except the report. */
    private static List<Manifest> manifests(RunView run) {
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
                "Stages; a fingerprint is a hash of inputs, settings and source.",
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
        return new Block.Table("Inputs", List.of("stage", "file", "size", "SHA-256"), rows);
    }

    /** The settings of all stages, a table for each group. */
    static Optional<Section> settings(RunView run) {
        Map<String, String> settings = new TreeMap<>();
        for (Manifest manifest : manifests(run)) {
            manifest.settings().forEach((key, value) -> settings.put(key, cut(String.valueOf(value))));
        }
        Map<String, List<List<String>>> groups = new LinkedHashMap<>();
        settings.forEach((key, value) -> groups.computeIfAbsent(key.split("\\.")[0], group -> new ArrayList<>())
                .add(List.of(key, value)));
        List<Block> tables = new ArrayList<>();
        groups.forEach(
                (group, rows) -> tables.add(new Block.Table("Settings " + group, List.of("setting", "value"), rows)));
        return Optional.of(new Section("settings", "Settings in force", tables));
    }

    private static String cut(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + " …";
    }
}
