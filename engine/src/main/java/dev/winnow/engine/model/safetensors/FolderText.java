package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.EndTokens;
import dev.winnow.engine.model.ModelRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The text side of a model folder: tokenizer, chat template, begin and end tokens. */
final class FolderText {
    private final Path folder;
    private final JsonNode settings;
    private final String tokenizerJson;
    private final TokenIds ids;

    /**
     * Reads it.
     *
     * @param tableRows rows of the model's embedding table: no token may be beyond
     */
    FolderText(Path folder, int tableRows) throws IOException {
        this.folder = folder;
        this.settings = JsonFile.optional(folder.resolve("tokenizer_config.json"));
        this.tokenizerJson = JsonFile.requiredText(folder.resolve("tokenizer.json"));
        this.ids = TokenIds.of(JsonFile.parse("tokenizer.json", tokenizerJson), tableRows);
    }

    /** The number of tokens, from id 0 to the greatest. */
    int tokens() {
        return ids.count();
    }

    ModelText modelText() throws IOException {
        return new ModelText(tokenizerJson, chatTemplate(), token("bos_token"), token("eos_token"));
    }

    /** The ends that generation_config.json or else config.json names, the tokenizer's end, and the ends of turns. */
    Set<Integer> endTokens(JsonNode config) throws IOException {
        JsonNode generation = JsonFile.optional(folder.resolve("generation_config.json"));
        JsonNode named =
                generation.hasNonNull("eos_token_id") ? generation.path("eos_token_id") : config.path("eos_token_id");
        Set<Integer> ends = new HashSet<>();
        if (named.isArray()) {
            named.forEach(id -> ends.add(requireToken(id)));
        } else if (!named.isMissingNode() && !named.isNull()) {
            ends.add(requireToken(named));
        }
        Set<String> names = new HashSet<>(EndTokens.OF_TURNS);
        names.add(token("eos_token"));
        names.stream().map(ids.added()::get).filter(id -> id != null).forEach(ends::add);
        return Set.copyOf(ends);
    }

    private String chatTemplate() throws IOException {
        Optional<String> file = JsonFile.optionalText(folder.resolve("chat_template.jinja"));
        if (file.isPresent()) {
            return file.get();
        }
        JsonNode template = settings.path("chat_template");
        if (!template.isArray()) {
            return template.asText("");
        }
        for (JsonNode named : template) {
            if (named.path("name").asText().equals("default")) {
                return named.path("template").asText();
            }
        }
        throw new ModelRefusedException("tokenizer_config.json has several chat templates and none is named 'default'");
    }

    private String token(String name) {
        JsonNode token = settings.path(name);
        // Older folders describe it as an object with flags.
        return token.isObject() ? token.path("content").asText() : token.isTextual() ? token.asText() : "";
    }

    private int requireToken(JsonNode id) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.asInt() < 0 || id.asInt() >= ids.count()) {
            throw new ModelRefusedException(
                    "eos_token_id is %s, but tokenizer.json has %d tokens: the output could never end by it"
                            .formatted(id, ids.count()));
        }
        return id.asInt();
    }
}
