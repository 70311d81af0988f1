package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.winnow.engine.model.ModelRefusedException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The texts of a model folder, read with a limit and with errors that name the file. */
public final class JsonFile {
    private static final long MOST_BYTES = 64 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonFile() {}

    /** The object in a file that must be there. */
    public static JsonNode required(Path file) throws IOException {
        return parse(String.valueOf(file.getFileName()), requiredText(file));
    }

    /** The object in a file, empty if there is no such file. */
    static JsonNode optional(Path file) throws IOException {
        return Files.exists(file) ? required(file) : JsonNodeFactory.instance.objectNode();
    }

    public static String requiredText(Path file) throws IOException {
        return optionalText(file)
                .orElseThrow(() -> new ModelRefusedException("%s has no %s, which a model folder must have"
                        .formatted(file.getParent(), file.getFileName())));
    }

    static Optional<String> optionalText(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        long size = Files.size(file);
        if (size > MOST_BYTES) {
            throw new ModelRefusedException("%s has %d bytes, more than the %d that Winnow reads"
                    .formatted(file.getFileName(), size, MOST_BYTES));
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new ModelRefusedException(file.getFileName() + " is no UTF-8: get it anew", e);
        }
    }

    /** Reads an object, and refuses other JSON, damaged JSON and double keys. */
    static JsonNode parse(String name, String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (JsonProcessingException e) {
            throw new ModelRefusedException("%s is not JSON: %s".formatted(name, e.getOriginalMessage()), e);
        }
        throw new ModelRefusedException(name + " is not a JSON object");
    }
}
