package dev.winnow.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.service.Trainings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an import of rows can be told. */
final class DatasetOptions {
    @Option(
            names = "--eval",
            paramLabel = "F",
            description = "Rows to hold out; without it some of the rows are, by a hash of their input.")
    @Nullable
    Path heldOut;

    @Option(
            names = "--held-out",
            paramLabel = "P",
            description = "How many of a hundred rows are held out, 0 to 90 (default: 10).")
    @Nullable
    Integer heldOutPercent;

    @Option(names = "--schema", paramLabel = "S", description = "A JSON Schema that every output must fit.")
    @Nullable
    Path schema;

    @Option(
            names = "--instruction",
            paramLabel = "T",
            description = "For rows that bring none (default: made of the schema's keys).")
    @Nullable
    String instruction;

    @Option(
            names = "--drop-leaks",
            description = "Leave rows out of training that are nearly a held-out one; otherwise they are told.")
    boolean dropLeaks;

    /** Whether anything was said. */
    boolean given() {
        return heldOut != null || heldOutPercent != null || schema != null || instruction != null || dropLeaks;
    }

    /** Imports rows. */
    JsonNode store(Trainings service, Path rows, @Nullable String name) {
        Path packed = DatasetArchive.pack(rows, heldOut, schema);
        try {
            return service.store(
                    packed, name == null ? DatasetArchive.nameOf(rows) : name, heldOutPercent, instruction, dropLeaks);
        } finally {
            delete(packed);
        }
    }

    private static void delete(Path packed) {
        try {
            Files.deleteIfExists(packed);
        } catch (IOException e) {
            throw CommandException.failed("%s cannot be deleted: %s".formatted(packed, e.getMessage()));
        }
    }

    /** A dataset in a line or a few. */
    static String told(JsonNode dataset) {
        StringBuilder text = new StringBuilder("Dataset %s: %d rows to train on, %d held out"
                .formatted(
                        dataset.path("dataset").asText(),
                        dataset.path("train_rows").asInt(),
                        dataset.path("held_out_rows").asInt()));
        JsonNode statistics = dataset.path("statistics");
        count(text, statistics.path("repeated"), "repeated rows were left out");
        count(text, statistics.path("contradicting"), "rows have another output for an input that came before");
        JsonNode leaks = statistics.path("leaks");
        count(
                text,
                leaks.path("found"),
                leaks.path("dropped").asBoolean()
                        ? "rows that are nearly a held-out one were left out"
                        : "rows to train on are nearly a held-out one (--drop-leaks leaves them out)");
        return text.toString();
    }

    private static void count(StringBuilder text, JsonNode number, String what) {
        if (number.asInt() > 0) {
            text.append("; ").append(number.asInt()).append(' ').append(what);
        }
    }
}
