package dev.winnow.cli.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.installation.SchemaFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a dataset is to be fetched from. */
public final class SourceOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--source", paramLabel = "S", description = "A database that the operator has named; with --query.")
    @Nullable
    String source;

    @Option(
            names = "--query",
            paramLabel = "Q",
            description = "One SELECT. Its columns input, output and, with --columns, instruction are read.")
    @Nullable
    String query;

    @Option(names = "--query-file", paramLabel = "F", description = "A file that has it.")
    @Nullable
    Path queryFile;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "FIELD=COLUMN,...",
            description = "Other columns for input, output and instruction.")
    Map<String, String> columns = new LinkedHashMap<>();

    @Option(
            names = "--with",
            paramLabel = "D",
            description = "Rows of another dataset (events: its newest version); may be repeated.")
    List<String> datasets = new ArrayList<>();

    @Option(names = "--reviewed", paramLabel = "JOB", description = "Reviewed results of a job; may be repeated.")
    List<String> jobs = new ArrayList<>();

    @Option(
            names = "--reviewed-schema",
            paramLabel = "HASH",
            description = "Reviewed results of all jobs with that schema (sha256:..., as their results name it).")
    @Nullable
    String reviewedSchema;

    @Option(names = "--held-out", paramLabel = "P", description = "How many of a hundred rows are held out, 0 to 90.")
    @Nullable
    Integer heldOutPercent;

    @Option(names = "--schema", paramLabel = "S", description = "A JSON Schema that every output must fit.")
    @Nullable
    Path schema;

    @Option(names = "--instruction", paramLabel = "T", description = "For rows that bring none.")
    @Nullable
    String instruction;

    @Option(names = "--drop-leaks", description = "Leave rows out of training that are nearly a held-out one.")
    boolean dropLeaks;

    /** Whether a source was named. */
    public boolean given() {
        return source != null || query != null || queryFile != null || !datasets.isEmpty() || !jobs.isEmpty() || reviewedSchema != null;
    }

    /** The request for a dataset of that name. */
    public ObjectNode request(String name) {
        ObjectNode request = JSON.createObjectNode().put("name", name);
        if (heldOutPercent != null) {
            request.put("held_out_percent", heldOutPercent);
        }
        if (instruction != null) {
            request.put("instruction", instruction);
        }
        if (dropLeaks) {
            request.put("leaks", "drop");
        }
        if (schema != null) {
            request.set("schema", SchemaFiles.read(schema));
        }
        ArrayNode sources = request.putArray("sources");
        datasets.forEach(dataset -> sources.addObject().putObject("dataset").put("dataset", dataset));
        if (source != null || query != null || queryFile != null) {
            sql(sources);
        }
        if (!jobs.isEmpty() || reviewedSchema != null) {
            ObjectNode review = sources.addObject().putObject("review");
            jobs.forEach(review.withArray("/jobs")::add);
            if (reviewedSchema != null) {
                review.put("schema", reviewedSchema);
            }
        }
        if (sources.isEmpty()) {
            throw CommandException.usage(
                    "Name a source: --source with --query, --with, --reviewed or --reviewed-schema");
        }
        return request;
    }

    private void sql(ArrayNode sources) {
        if (source == null || (query == null) == (queryFile == null)) {
            throw CommandException.usage("--source and --query, or --query-file, need each other");
        }
        ObjectNode sql = sources.addObject().putObject("sql").put("source", source).put("query", text());
        if (!columns.isEmpty()) {
            ObjectNode names = sql.putObject("columns");
            columns.forEach(names::put);
        }
    }

    private @Nullable String text() {
        if (queryFile == null) {
            return query;
        }
        try {
            return Files.readString(queryFile);
        } catch (IOException e) {
            throw CommandException.usage(queryFile + " cannot be read: " + e.getMessage());
        }
    }
}
