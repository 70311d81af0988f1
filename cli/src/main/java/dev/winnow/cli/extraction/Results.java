package dev.winnow.cli.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.ServiceClient;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A job's results on this machine, counted as they come. Not thread-safe. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ERRORS_SHOWN = 10;

    private final Path file;
    private final List<String> errors = new ArrayList<>();
    private long lines;
    private long failed;

    private Results(Path file) {
        this.file = file;
    }

    /**
     * Fetches all to a file of the destination's choice.
     *
     * @param table whether as CSV, where lines tell nothing: the job says how many items failed
     * @throws IOException if they cannot be written here
     * @throws UncheckedIOException the same
     */
    static Results fetch(ServiceClient client, Job job, Destination destination, boolean table) throws IOException {
        Path gathered = destination.begin();
        boolean whole = false;
        try (BufferedWriter writer = Files.newBufferedWriter(gathered)) {
            Results results = new Results(gathered);
            if (table) {
                client.table(job.id(), writer);
                results.lines = job.finished();
                results.failed = job.failed();
            } else {
                client.results(job.id(), line -> results.take(line, writer));
            }
            whole = true;
            return results;
        } finally {
            if (!whole) {
                Files.deleteIfExists(gathered);
            }
        }
    }

    private void take(String line, BufferedWriter writer) {
        if (line.isBlank()) {
            return;
        }
        lines++;
        JsonNode result = parse(line);
        if (result.hasNonNull("error")) {
            failed++;
            if (errors.size() < ERRORS_SHOWN) {
                errors.add(describe(result));
            }
        }
        try {
            writer.write(line);
            writer.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw CommandException.failed("Line " + lines + " of the service's results is not JSON ("
                    + e.getOriginalMessage() + "): this is an error of Winnow, please report it");
        }
    }

    private static String describe(JsonNode result) {
        return result.path("id").asText() + ": " + result.at("/error/code").asText() + ": "
                + result.at("/error/message").asText();
    }

    /** How many results and errors there are. */
    long lines() {
        return lines;
    }

    /** How many of them are errors. */
    long failed() {
        return failed;
    }

    /** Where they are until they are delivered. */
    Path file() {
        return file;
    }

    /** Puts them to their place. */
    void deliver(Destination destination) throws IOException {
        destination.deliver(file);
    }

    /** Says which items failed. */
    void reportErrors(Console console) {
        errors.forEach(error -> console.say("  " + error));
        if (failed > errors.size() && !errors.isEmpty()) {
            console.say("  and " + (failed - errors.size()) + " more");
        }
    }
}
