package dev.winnow.benchmarks.fuzz;

import dev.winnow.benchmarks.fuzz.Subject.Samples;
import dev.winnow.benchmarks.fuzz.Subject.Shape;
import dev.winnow.coordinator.adapter.AdapterTrial;
import dev.winnow.coordinator.dataset.DatasetTrial;
import dev.winnow.worker.adapter.AdapterZip;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.training.Folder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Readers of what comes in a ZIP. */
final class ArchiveSubjects {
    private static final String ADAPTER = "engine/src/test/resources/dev/winnow/engine/adapters/smollm2/";
    private static final String CONFIG = "adapter_config.json";
    private static final String WEIGHTS = "adapter_model.safetensors";

    private static final DatasetTrial DATASETS =
            new DatasetTrial(RequestSubjects.LINE_BYTES, RequestSubjects.MOST_BYTES);

    private ArchiveSubjects() {}

    static Subject dataset() {
        String schema =
                "{\"$defs\": {\"n\": {\"type\": \"object\", \"properties\": {\"n\": {\"$ref\": \"#/$defs/n\"}, \"a\":"
                        + " {\"type\": \"number\", \"multipleOf\": 0.5}}}}, \"$ref\": \"#/$defs/n\"}";
        String rows = "{\"input\": \"in %s\", \"output\": {\"a\": 5.0, \"n\": {\"n\": {\"a\": 1e2}}}}\n";
        return Subject.ofRequest(
                        checkout -> List.of(
                                SampleFiles.zip(
                                        "schema.json",
                                        schema,
                                        "eval.jsonl",
                                        rows.formatted("one"),
                                        "train.jsonl",
                                        rows.formatted("two") + rows.formatted("three")),
                                SampleFiles.zip("d/", "", "d/train.csv", "input,output\nin one,{}\nin two,x\n")),
                        (input, folder) -> DATASETS.read(new ByteArrayInputStream(input), DatasetTrial.Form.ZIP))
                .in(Shape.ZIP)
                .with("{\"n\":".repeat(900), "1e99999999", "$ref", "\"#\"", "schema.json", "eval.csv", "\n");
    }

    static Subject adapter() {
        return Subject.ofRequest(
                        zipped(""),
                        (input, folder) ->
                                AdapterTrial.read(new ByteArrayInputStream(input), RequestSubjects.MOST_BYTES))
                .in(Shape.ZIP)
                .with("\"data_offsets\":[0,", "\"shape\":[", "\"r\":", "lora_A", "F16", "__metadata__");
    }

    static Subject fetchedAdapter() {
        return unpacked(zipped(""), CoordinatorAwayException.class, AdapterZip::unpack);
    }

    static Subject checkpoint() {
        return unpacked(zipped("checkpoint-7/"), IOException.class, (zip, into) -> {
            Folder.unpack(zip, into);
            return into;
        });
    }

    private static Samples zipped(String folder) {
        return checkout -> List.of(SampleFiles.zip(
                folder + CONFIG,
                Files.readAllBytes(checkout.resolve(ADAPTER + CONFIG)),
                folder + WEIGHTS,
                Files.readAllBytes(checkout.resolve(ADAPTER + WEIGHTS))));
    }

    /** Unpacks into a folder, and looks whether anything came to lie beside it. */
    private static Subject unpacked(Samples samples, Class<? extends Exception> refusal, Unpacks unpacks) {
        return Subject.of(samples, refusal, (input, folder) -> {
                    Path zip = Files.write(folder.resolve("sent.zip"), input);
                    Path within = Files.createDirectories(folder.resolve("within"));
                    Path into = Files.createDirectories(within.resolve("into"));
                    try {
                        unpacks.unpack(zip, into);
                    } finally {
                        requireAlone(within, 1);
                        requireNone(Path.of("/tmp/winnow-fuzz-out"));
                        requireAlone(folder, 2);
                        SampleFiles.remove(within);
                    }
                })
                .in(Shape.ZIP);
    }

    private static void requireNone(Path absolute) {
        if (Files.exists(absolute)) {
            throw new IllegalStateException("a file of the ZIP came out by its absolute name");
        }
    }

    private static void requireAlone(Path folder, int files) throws IOException {
        try (Stream<Path> there = Files.list(folder)) {
            if (there.count() != files) {
                throw new IllegalStateException("a file of the ZIP came out of its folder");
            }
        }
    }

    /** Unpacks a ZIP. */
    @FunctionalInterface
    private interface Unpacks {
        /** Into a folder. */
        Object unpack(Path zip, Path into) throws Exception;
    }
}
