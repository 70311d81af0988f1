package dev.winnow.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Progress;
import dev.winnow.cli.installation.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the engine's {@code CatalogTool}, which says a JSON object a line. */
final class ModelTool {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LIBRARIES = "gpu-worker/target/quarkus-app/lib";
    private static final String TOOL = "dev.winnow.engine.catalog.CatalogTool";
    private static final int USAGE = 2;

    private final Surroundings surroundings;
    private final Console console;

    ModelTool(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    /**
     * Asks for something and shows how it gets on.
     *
     * @return the results, in the order in which they were said
     * @throws CommandException if the engine refuses, or fails
     */
    List<JsonNode> ask(String... arguments) {
        Process process = null;
        try {
            process = start(arguments);
            List<JsonNode> results = new ArrayList<>();
            String error = null;
            try (Progress progress = new Progress(console, arguments[0], "", 1);
                    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.startsWith("{")) {
                        continue; // Java itself says what it has to say on the same stream
                    }
                    JsonNode said = JSON.readTree(line);
                    if (said.has("progress")) {
                        show(progress, said.path("progress"));
                    } else if (said.has("error")) {
                        error = said.path("error").asText();
                    } else {
                        results.add(said);
                    }
                }
            }
            requireDone(process, error);
            return results;
        } catch (IOException e) {
            throw CommandException.failed("The engine cannot be started: " + e.getMessage());
        } finally {
            if (process != null) {
                process.destroy();
            }
        }
    }

    private Process start(String... arguments) throws IOException {
        Path libraries = surroundings.project().resolve(LIBRARIES);
        if (!Files.isDirectory(libraries)) {
            throw CommandException.failed("The engine is not built: " + libraries
                    + " is missing. The launcher builds it: run ./winnow from the project's folder");
        }
        List<String> command = new ArrayList<>(List.of(
                surroundings.java().toString(),
                "-XX:+UseSerialGC",
                "-cp",
                libraries.resolve("main/*") + ":" + libraries.resolve("boot/*"),
                TOOL,
                surroundings.cache().toString()));
        if (Runtime.version().feature() >= 24) {
            command.add(1, "--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(command);
        process.environment()
                .putAll(Map.of(
                        "OMP_WAIT_POLICY",
                        "PASSIVE",
                        "DJL_OFFLINE",
                        "true",
                        "OPT_OUT_TRACKING",
                        "true",
                        "ENGINE_CACHE_DIR",
                        surroundings.cache().resolve("natives").toString()));
        // What libraries log of themselves is not for people.
        return process.redirectError(Redirect.DISCARD).start();
    }

    private static void show(Progress progress, JsonNode said) {
        progress.show(
                said.path("done").asLong(),
                said.path("total").asLong(),
                said.path("what").asText());
    }

    private static void requireDone(Process process, @Nullable String error) {
        int code = exitCode(process);
        if (error != null) {
            throw code == USAGE ? CommandException.usage(error) : CommandException.failed(error);
        }
        if (code != 0) {
            throw CommandException.failed("The engine ended with " + code
                    + " and without a word: the system may have run out of memory (137), or ended it");
        }
    }

    private static int exitCode(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted");
        }
    }
}
