package dev.winnow.benchmarks.peers.document;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.text.prompt.Instructions;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    private static final String SCHEMA = "schema.json";
    private static final String TRAINING = "train.jsonl";
    private static final String DEVELOPMENT = "dev.jsonl";
    private static final String TEST = "test.jsonl";
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
     * @throws IOException if one is missing or cannot be used; the message names it, its line, and what it needs
     */
    public static DataSet read(Path folder) throws IOException {
        return read(
                String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
                Files.exists(folder.resolve(DEVELOPMENT)) ? DEVELOPMENT : TEST,
                file -> text(folder.resolve(file)));
    }

    /** Small adverts for used bicycles that come with the project. */
    public static DataSet bundled() throws IOException {
        return read("sample", TEST, DataSet::resource);
    }

    private static String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "%s is missing; a folder of documents has %s, %s, and %s or %s"
                            .formatted(file, SCHEMA, TRAINING, DEVELOPMENT, TEST),
                    e);
        } catch (IOException e) {
            throw new IOException("%s cannot be read as UTF-8: %s".formatted(file, e), e);
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                requireNonNull(DataSet.class.getResourceAsStream("/dev/winnow/benchmarks/peers/sample/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static DataSet read(String name, String measured, Texts texts) throws IOException {
        JsonNode schema = schema(texts.text(SCHEMA));
        return new DataSet(
                name,
                schema,
                documents(TRAINING, texts.text(TRAINING), schema),
                documents(measured, texts.text(measured), schema));
    }

    private static JsonNode schema(String text) throws IOException {
        try {
            JsonNode schema = MAPPER.readTree(text);
            SchemaCompiler.compile(schema);
            return schema;
        } catch (JsonProcessingException e) {
            throw new IOException("%s is no JSON: %s".formatted(SCHEMA, e.getOriginalMessage()), e);
        } catch (SchemaRefusedException e) {
            throw new IOException("%s is refused: %s".formatted(SCHEMA, e.getMessage()), e);
        }
    }

    private static List<Document> documents(String file, String text, JsonNode schema) throws IOException {
        List<Document> documents = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (!line.isBlank()) {
                documents.add(document("%s, line %d".formatted(file, number), line, schema));
            }
        }
        if (documents.isEmpty()) {
            throw new IOException(file + " has no document; it needs at least one");
        }
        return documents;
    }

    private static Document document(String place, String line, JsonNode schema) throws IOException {
        JsonNode node;
        try {
            node = MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IOException("%s is no JSON: %s".formatted(place, e.getOriginalMessage()), e);
        }
        if (!node.path("input").isTextual() || !node.has("output")) {
            throw new IOException(place + " needs \"input\", a text, and \"output\", the JSON that it should give");
        }
        return new Document(
                node.path("id").asText(place),
                node.path("instruction").asText(Instructions.fromKeys(schema)),
                node.path("input").asText(),
                node.path("output"));
    }

    /** Where the texts of a data set come from. */
    private interface Texts {
        String text(String file) throws IOException;
    }
}
