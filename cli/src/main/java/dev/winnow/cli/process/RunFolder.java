package dev.winnow.cli.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.installation.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of running processes that commands share: a small file for each. Records of dead ones count for nothing. */
public final class RunFolder {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SUFFIX = ".json";

    private final Path folder;

    /** Takes the folder, which need not be there yet. */
    public RunFolder(Path folder) {
        this.folder = folder;
    }

    /** Lists a process, in place of an earlier one of that name. */
    public void add(ProcessRecord process) throws IOException {
        ObjectNode node = JSON.createObjectNode()
                .put("name", process.name())
                .put("pid", process.pid())
                .put("started_at", process.startedAt().toString());
        ObjectNode facts = node.putObject("facts");
        process.facts().forEach(facts::put);
        PrivateFiles.write(file(process.name()), JSON.writeValueAsString(node));
    }

    /** Takes a process off the list. */
    public void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    /** The process of that name, if it is alive. */
    public Optional<ProcessRecord> alive(String name) {
        return read(file(name)).filter(process -> process.alive().isPresent());
    }

    /** The process that had that name last, alive or not. */
    public Optional<ProcessRecord> last(String name) {
        return read(file(name));
    }

    /** All that are alive, by name. */
    public List<ProcessRecord> alive() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .filter(process -> process.alive().isPresent())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The folder " + folder + " cannot be read", e);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + SUFFIX);
    }

    private static Optional<ProcessRecord> read(Path file) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            JsonNode node = JSON.readTree(Files.readString(file));
            Map<String, String> facts = new HashMap<>();
            node.path("facts")
                    .properties()
                    .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
            return Optional.of(new ProcessRecord(
                    node.path("name").asText(),
                    node.path("pid").asLong(),
                    Instant.parse(node.path("started_at").asText()),
                    facts));
        } catch (IOException | DateTimeParseException e) {
            return Optional.empty(); // half a record of a process whose start was cut off by a power failure
        }
    }
}
