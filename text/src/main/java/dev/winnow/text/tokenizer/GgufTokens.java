package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The tokens of a GGUF file in the order of their ids.
 *
 * @param texts {@code tokenizer.ggml.tokens}
 * @param types {@code tokenizer.ggml.token_type}, one for each token
 */
record GgufTokens(List<String> texts, List<Integer> types) {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    GgufTokens {
        texts = List.copyOf(texts);
        types = List.copyOf(types);
        if (texts.size() != types.size()) {
            throw new TokenizerRefusedException("The GGUF file has " + texts.size() + " tokens but " + types.size()
                    + " token types: it is damaged, download it again");
        }
    }

    int size() {
        return texts.size();
    }

    /** Whether text may be cut into it. */
    boolean isText(int id) {
        return types.get(id) == NORMAL;
    }

    /** Whether it stands for what the vocabulary cannot spell. */
    boolean isUnknown(int id) {
        return types.get(id) == UNKNOWN;
    }

    /** Adds those that are recognised before text is cut; the rest are the model's. */
    void putAdded(ArrayNode added) {
        for (int id = 0; id < size(); id++) {
            int type = types.get(id);
            if (type == CONTROL || type == USER_DEFINED || type == UNKNOWN) {
                added.addObject()
                        .put("id", id)
                        .put("content", texts.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", type != USER_DEFINED);
            }
        }
    }

    /** Adds all that are in use to the model's vocabulary. */
    void putVocabulary(ObjectNode vocabulary) {
        for (int id = 0; id < size(); id++) {
            if (types.get(id) != UNUSED) {
                vocabulary.put(texts.get(id), id);
            }
        }
    }
}
