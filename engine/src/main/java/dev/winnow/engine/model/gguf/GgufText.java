package dev.winnow.engine.model.gguf;

import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.EndTokens;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.text.tokenizer.GgufTokenizerJson;
import dev.winnow.text.tokenizer.TokenizerRefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The text side of a GGUF file: vocabulary, chat template, begin and end tokens. */
final class GgufText {
    private final String file;
    private final GgufMetadata metadata;
    private final List<String> tokens;

    GgufText(String file, GgufMetadata metadata, int vocabulary) {
        this.file = file;
        this.metadata = metadata;
        this.tokens = metadata.required("tokenizer.ggml.tokens", metadata.strings("tokenizer.ggml.tokens"));
        if (tokens.size() > vocabulary) {
            throw new ModelRefusedException("%s: the tokenizer has %d tokens, but the embedding table only %d rows"
                    .formatted(file, tokens.size(), vocabulary));
        }
    }

    ModelText modelText() {
        return new ModelText(
                tokenizerJson(),
                metadata.string("tokenizer.chat_template").orElse(""),
                token("tokenizer.ggml.bos_token_id"),
                token("tokenizer.ggml.eos_token_id"));
    }

    private String tokenizerJson() {
        String model = metadata.requiredString("tokenizer.ggml.model");
        // Old files have no name for it; llama.cpp then assumes its default, which is right for hardly any model.
        String pre = metadata.string("tokenizer.ggml.pre").orElse("default");
        List<String> merges = metadata.strings("tokenizer.ggml.merges").orElse(List.of());
        List<Integer> types =
                metadata.required("tokenizer.ggml.token_type", metadata.integers("tokenizer.ggml.token_type"));
        try {
            return GgufTokenizerJson.build(model, pre, tokens, merges, types);
        } catch (TokenizerRefusedException e) {
            throw new ModelRefusedException(file + ": " + e.getMessage(), e);
        }
    }

    Set<Integer> endTokens() {
        Set<Integer> ends = new HashSet<>();
        for (String key : List.of("tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id")) {
            metadata.integer(key).map(id -> requireToken(key, id)).ifPresent(ends::add);
        }
        for (String name : EndTokens.OF_TURNS) {
            int id = tokens.indexOf(name);
            if (id >= 0) {
                ends.add(id);
            }
        }
        return Set.copyOf(ends);
    }

    private String token(String key) {
        return metadata.integer(key)
                .map(id -> tokens.get(requireToken(key, id)))
                .orElse("");
    }

    private int requireToken(String key, int id) {
        if (id < 0 || id >= tokens.size()) {
            throw new ModelRefusedException(
                    "%s: %s is %d, but there are %d tokens".formatted(file, key, id, tokens.size()));
        }
        return id;
    }
}
