package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.service.ServiceClient;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job's results on this machine, in a file that is whole before it has its name. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ERRORS_SHOWN = 10;

    private final Path file;
    private final long lines;
    private final List<String> errors;
    private final long failed;

    private Results(Path file, long lines, List<String> errors, long failed) {
        this.file = file;
        this.lines = lines;
        this.errors = errors;
        this.failed = failed;
    }

    /** Fetches all, to a file beside the one that is wanted. */
    static Results fetch(ServiceClient client, String job, @Nullable Path out) {
        try {
            Path folder = out == null ? null : out.toAbsolutePath().getParent();
            Path part = folder == null
                    ? Files.createTempFile("winnow-", ".jsonl")
                    : Files.createTempFile(folder, "." + (out == null ? "" : out.getFileName()), ".part");
            return copy(client, job, part);
        } catch (IOException e) {
            throw CommandException.failed("The results cannot be written: " + e + ". The job keeps them:"
                    + " winnow jobs results " + job + " --out FILE");
        }
    }

    private static Results copy(ServiceClient client, String job, Path part) throws IOException {
        long lines = 0;
        long failed = 0;
        List<String> errors = new ArrayList<>();
        boolean whole = false;
        try (InputStream body = client.results(job);
                BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
                BufferedWriter writer = Files.newBufferedWriter(part)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isBlank()) {
                    continue;
                }
                lines++;
                JsonNode result = JSON.readTree(line);
                if (result.hasNonNull("error")) {
                    failed++;
                    if (errors.size() < ERRORS_SHOWN) {
                        errors.add(describe(result));
                    }
                }
                writer.write(line);
                writer.write('\n');
            }
            whole = true;
        } finally {
            if (!whole) {
                Files.deleteIfExists(part);
            }
        }
        return new Results(part, lines, errors, failed);
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

    /** Gives the file its name, or prints it if there is none. */
    void deliver(@Nullable Path out, Console console) {
        try {
            if (out != null) {
                Files.move(file, out, StandardCopyOption.REPLACE_EXISTING);
                return;
            }
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                reader.lines().forEach(console.out()::println);
            }
            console.out().flush();
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be written; they are in " + file, e);
        }
    }

    /** Says which items failed. */
    void reportErrors(Console console) {
        errors.forEach(error -> console.say("  " + error));
        if (failed > errors.size()) {
            console.say("  and " + (failed - errors.size()) + " more");
        }
    }
}
