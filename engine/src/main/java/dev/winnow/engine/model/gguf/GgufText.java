package dev.winnow.engine.model.gguf;

import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.EndTokens;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.text.gguf.GgufMetadata;
import dev.winnow.text.tokenizer.GgufTokenizerJson;
import dev.winnow.text.tokenizer.TokenizerRefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The text side of a GGUF file: vocabulary, chat template, begin and end tokens. */
final class GgufText {
    // A row of the embedding table that no token has; converters write it as [PAD151935] or the like.
    private static final int UNUSED = 5;

    private final String file;
    private final GgufMetadata metadata;
    private final List<String> tokens;
    private final List<Integer> types;
    private final int used;

    /**
     * Reads it.
     *
     * @param tableRows rows of the model's embedding table: no token may be beyond
     */
    GgufText(String file, GgufMetadata metadata, int tableRows) {
        this.file = file;
        this.metadata = metadata;
        this.tokens = metadata.required("tokenizer.ggml.tokens", metadata.strings("tokenizer.ggml.tokens"));
        if (tokens.size() > tableRows) {
            throw new ModelRefusedException("%s: the tokenizer has %d tokens, but the embedding table only %d rows"
                    .formatted(file, tokens.size(), tableRows));
        }
        this.types = metadata.required("tokenizer.ggml.token_type", metadata.integers("tokenizer.ggml.token_type"));
        if (types.size() != tokens.size()) {
            throw new ModelRefusedException("%s: %d tokens have %d token types; the file is damaged, download it again"
                    .formatted(file, tokens.size(), types.size()));
        }
        this.used = used(types);
    }

    /** The number of tokens, from id 0 to the greatest that is used. */
    int tokens() {
        return used;
    }

    ModelText modelText() {
        return new ModelText(
                tokenizerJson(),
                metadata.string("tokenizer.chat_template").orElse(""),
                token("tokenizer.ggml.bos_token_id"),
                token("tokenizer.ggml.eos_token_id"));
    }

    private String tokenizerJson() {
        try {
            return GgufTokenizerJson.of(metadata);
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
            if (id >= 0 && id < used) {
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
        if (id < 0 || id >= used) {
            throw new ModelRefusedException("%s: %s is %d, but there are %d tokens".formatted(file, key, id, used));
        }
        return id;
    }

    private int used(List<Integer> types) {
        for (int id = types.size() - 1; id >= 0; id--) {
            if (types.get(id) != UNUSED) {
                return id + 1;
            }
        }
        throw new ModelRefusedException(file + ": the tokenizer has no tokens");
    }
}
