package dev.winnow.benchmarks.peers.document;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.text.prompt.Instructions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Documents of one kind.
 *
 * @param name for people
 * @param schema what outputs must satisfy
 * @param training documents to learn from
 * @param measured documents to measure with
 */
public record DataSet(String name, JsonNode schema, List<Document> training, List<Document> measured) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    public DataSet {
        requireNonNull(name, "name");
        requireNonNull(schema, "schema");
        training = List.copyOf(training);
        measured = List.copyOf(measured);
    }

    /**
     * Reads a folder with schema.json, train.jsonl, and dev.jsonl or test.jsonl.
     *
     * @throws IOException if one is missing or cannot be read; the message names it
     */
    public static DataSet read(Path folder) throws IOException {
        Path measured = folder.resolve("dev.jsonl");
        if (!Files.exists(measured)) {
            measured = folder.resolve("test.jsonl");
        }
        for (Path needed : List.of(folder.resolve("schema.json"), folder.resolve("train.jsonl"), measured)) {
            if (!Files.exists(needed)) {
                throw new IOException(
                        needed + " is missing: --data takes a folder with schema.json, train.jsonl, and dev.jsonl or"
                                + " test.jsonl");
            }
        }
        return read(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                Files.readString(folder.resolve("schema.json")),
                Files.readString(folder.resolve("train.jsonl")),
                Files.readString(measured));
    }

    /** Small adverts for used bicycles that come with the project. */
    public static DataSet bundled() throws IOException {
        return read("sample", resource("schema.json"), resource("train.jsonl"), resource("test.jsonl"));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                requireNonNull(DataSet.class.getResourceAsStream("/dev/winnow/benchmarks/peers/sample/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static DataSet read(String name, String schema, String training, String measured) throws IOException {
        JsonNode shape = MAPPER.readTree(schema);
        return new DataSet(name, shape, documents(training, shape), documents(measured, shape));
    }

    private static List<Document> documents(String lines, JsonNode schema) throws IOException {
        List<Document> documents = new ArrayList<>();
        for (String line : lines.lines().filter(text -> !text.isBlank()).toList()) {
            JsonNode node = MAPPER.readTree(line);
            documents.add(new Document(
                    node.path("id").asText("line " + (documents.size() + 1)),
                    node.path("instruction").asText(Instructions.fromKeys(schema)),
                    node.required("input").asText(),
                    node.required("output")));
        }
        return documents;
    }
}
