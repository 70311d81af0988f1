package dev.winnow.text.tokenizer;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that each token stands for. Control tokens ({@code <|im_end|>} and its like) stand for none: they never
 * become part of an output. Immutable and thread-safe.
 */
public final class Vocabulary {
    private final List<byte @Nullable []> tokens;

    /** Takes the bytes of token i at index i, or null where the token is a control token or unused. */
    public Vocabulary(List<byte @Nullable []> tokens) {
        this.tokens = Collections.unmodifiableList(new ArrayList<>(tokens));
    }

    /** The number of tokens, control tokens included. */
    public int size() {
        return tokens.size();
    }

    /**
     * The bytes of a token, null for a control token and for a number that names none: models have more rows of logits
     * than tokens. The array is shared: do not write to it.
     */
    public byte @Nullable [] bytes(int token) {
        return token < 0 || token >= tokens.size() ? null : tokens.get(token);
    }

    /** The bytes of tokens, one after the other; what stands for none adds none. */
    public byte[] joined(int... joined) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int token : joined) {
            byte[] own = bytes(token);
            if (own != null) {
                bytes.writeBytes(own);
            }
        }
        return bytes.toByteArray();
    }
}
