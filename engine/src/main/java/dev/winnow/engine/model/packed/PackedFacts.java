package dev.winnow.engine.model.packed;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelOrigin;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.safetensors.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a packed model is, beside its weights and its tokenizer: {@code winnow-model.json}.
 *
 * @param format the layout's number
 * @param name the catalog name of the model that it was made of, which is its own too
 * @param quantization the numeric mode's name on the wire
 * @param madeFrom the model that it was made of, for people
 * @param endTokens the tokens that end an answer
 * @param files those with weights, plain names
 */
public record PackedFacts(
        int format,
        String name,
        String quantization,
        String madeFrom,
        ModelOrigin origin,
        DecoderShape shape,
        Set<Integer> endTokens,
        String chatTemplate,
        String bosToken,
        String eosToken,
        List<String> files) {
    static final String FILE = "winnow-model.json";

    private static final int FORMAT = 1;
    private static final String TOKENIZER = "tokenizer.json";
    // As ModelName makes them, which would take more away from some.
    private static final String NAME = "[a-z0-9][a-z0-9._-]{0,99}";
    private static final String PLAIN_NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,250}\\.safetensors";
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    public PackedFacts {
        if (format != FORMAT) {
            throw new IllegalArgumentException(
                    "format is %d, but this Winnow reads %d: quantize the model anew".formatted(format, FORMAT));
        }
        requireNonNull(quantization, "quantization");
        requireNonNull(madeFrom, "made_from");
        requireNonNull(origin, "origin");
        requireNonNull(shape, "shape");
        requireNonNull(chatTemplate, "chat_template");
        requireNonNull(bosToken, "bos_token");
        requireNonNull(eosToken, "eos_token");
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("name is no catalog name: " + name);
        }
        endTokens = Set.copyOf(new TreeSet<>(endTokens));
        for (int token : endTokens) {
            if (token < 0 || token >= shape.vocabulary()) {
                throw new IllegalArgumentException(
                        "end_tokens has %d, but there are %d tokens".formatted(token, shape.vocabulary()));
            }
        }
        files = List.copyOf(files);
        for (String file : files) {
            // It must not lead out of the folder.
            if (!file.matches(PLAIN_NAME)) {
                throw new IllegalArgumentException(
                        "files has '%s', which is no plain safetensors name".formatted(file));
            }
        }
    }

    /** Those of a model whose weights are in those files. */
    public static PackedFacts of(LoadableModel model, String quantization, String madeFrom, List<String> files) {
        ModelText text = model.text();
        return new PackedFacts(
                FORMAT,
                model.name(),
                quantization,
                madeFrom,
                model.origin(),
                model.shape(),
                model.endTokens(),
                text.chatTemplate(),
                text.bosToken(),
                text.eosToken(),
                files);
    }

    /** Writes them into a folder; last of all, since the folder is a model from then on. */
    public void write(Path folder, String tokenizerJson) throws IOException {
        Files.writeString(folder.resolve(TOKENIZER), tokenizerJson);
        Files.write(folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    /** Reads those of a folder. */
    static PackedFacts read(Path folder) throws IOException {
        try {
            return JSON.treeToValue(JsonFile.required(folder.resolve(FILE)), PackedFacts.class);
        } catch (JsonProcessingException e) {
            throw new ModelRefusedException(folder.resolve(FILE) + ": " + e.getOriginalMessage(), e);
        }
    }

    /** The text side, with the folder's tokenizer. */
    ModelText text(Path folder) throws IOException {
        return new ModelText(JsonFile.requiredText(folder.resolve(TOKENIZER)), chatTemplate, bosToken, eosToken);
    }
}
