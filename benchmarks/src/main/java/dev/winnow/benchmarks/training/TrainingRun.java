package dev.winnow.benchmarks.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.benchmarks.cluster.EngineJava;
import dev.winnow.benchmarks.peers.setup.BaseModel;
import dev.winnow.benchmarks.peers.setup.HuggingFace;
import dev.winnow.benchmarks.peers.setup.PythonScript;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One training after the other, each in a process of its own, so that each has its own peak of memory. */
final class TrainingRun {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    // docs/reference/training.md: each pack has another number of tokens, and each number products of its own.
    private static final Map<String, String> KEEPING_LITTLE = Map.of("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64");

    private final HuggingFace python;
    private final BaseModel base;

    TrainingRun(HuggingFace python, BaseModel base) {
        this.python = python;
        this.base = base;
    }

    /** Trains with Winnow. */
    LossCurve winnow(TrainingStart start) throws IOException, InterruptedException {
        Path told = start.folder().resolve("start.json");
        MAPPER.writeValue(told.toFile(), start);
        ProcessBuilder builder = new ProcessBuilder(EngineJava.command(List.of(
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                TrainingProcess.class.getName(),
                told.toString())));
        builder.environment().putAll(EngineJava.environment());
        builder.environment().putAll(KEEPING_LITTLE);
        builder.redirectError(start.folder().resolve("log.txt").toFile());
        Process process = builder.start();
        LossCurve curve = new LossCurve("winnow " + start.base());
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                curve.add(line);
            }
            if (process.waitFor() != 0) {
                throw new IOException("the trainer failed; %s has what it said"
                        .formatted(start.folder().resolve("log.txt")));
            }
        } finally {
            process.destroy();
        }
        return curve;
    }

    /**
     * Trains with PEFT what Winnow has trained.
     *
     * @param adapter where it goes
     */
    LossCurve peft(TrainingStart start, Learner.Peft how, Path adapter) throws IOException, InterruptedException {
        ObjectNode settings = (ObjectNode) MAPPER.readTree(start.beside().toFile());
        settings.put("way", how.way().wireName()).put("products", how.products().wireName());
        Path folder = Files.createDirectories(adapter);
        Path told = folder.resolve("settings.json");
        MAPPER.writeValue(told.toFile(), settings);
        LossCurve curve = new LossCurve(how.name());
        python.run(
                PythonScript.TRAIN_BESIDE,
                folder,
                line -> {
                    try {
                        curve.add(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                base.folder(),
                start.examples(),
                start.heldOut(),
                start.first(),
                told,
                adapter);
        return curve;
    }
}
