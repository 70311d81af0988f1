package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.EndTokens;
import dev.winnow.engine.model.ModelRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The text side of a model folder: tokenizer, chat template, begin and end tokens. */
final class FolderText {
    private final Path folder;
    private final JsonNode settings;
    private final String tokenizerJson;
    private final Map<String, Integer> controlTokens;

    FolderText(Path folder) throws IOException {
        this.folder = folder;
        this.settings = JsonFile.optional(folder.resolve("tokenizer_config.json"));
        this.tokenizerJson = JsonFile.requiredText(folder.resolve("tokenizer.json"));
        this.controlTokens = controlTokens(JsonFile.parse("tokenizer.json", tokenizerJson));
    }

    ModelText modelText() throws IOException {
        return new ModelText(tokenizerJson, chatTemplate(), token("bos_token"), token("eos_token"));
    }

    /** The ends that generation_config.json or else config.json names, the tokenizer's end, and the ends of turns. */
    Set<Integer> endTokens(JsonNode config, int vocabulary) throws IOException {
        JsonNode generation = JsonFile.optional(folder.resolve("generation_config.json"));
        JsonNode named =
                generation.hasNonNull("eos_token_id") ? generation.path("eos_token_id") : config.path("eos_token_id");
        Set<Integer> ends = new HashSet<>();
        if (named.isArray()) {
            named.forEach(id -> ends.add(requireToken(id, vocabulary)));
        } else if (!named.isMissingNode() && !named.isNull()) {
            ends.add(requireToken(named, vocabulary));
        }
        Set<String> names = new HashSet<>(EndTokens.OF_TURNS);
        names.add(token("eos_token"));
        names.stream().map(controlTokens::get).filter(id -> id != null).forEach(ends::add);
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

    private static Map<String, Integer> controlTokens(JsonNode tokenizer) {
        Map<String, Integer> ids = new HashMap<>();
        for (JsonNode added : tokenizer.path("added_tokens")) {
            ids.put(added.path("content").asText(), added.path("id").asInt());
        }
        return ids;
    }

    private static int requireToken(JsonNode id, int vocabulary) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.asInt() < 0 || id.asInt() >= vocabulary) {
            throw new ModelRefusedException(
                    "eos_token_id is %s, but the vocabulary has %d tokens".formatted(id, vocabulary));
        }
        return id.asInt();
    }
}
