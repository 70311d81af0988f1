package dev.winnow.engine.model;

import dev.winnow.common.control.ModelText;
import java.util.Optional;
import java.util.Set;

/**
 * A model whose files lie open: its shape, its text side and its weights. It holds the files open until it is closed;
 * close it once the weights are in the decoder. Thread-safe.
 */
public interface LoadableModel extends AutoCloseable {
    /** The catalog name, legal in {@link dev.winnow.common.work.Pool}, for example {@code smollm2-135m-instruct}. */
    String name();

    /** Its family and licence. */
    ModelOrigin origin();

    /** The decoder's sizes and constants. */
    DecoderShape shape();

    /** The tokenizer, the chat template and the texts of the begin and end tokens. */
    ModelText text();

    /** The tokens that end an answer: the model's end token, and the ends of turns that its vocabulary has. */
    Set<Integer> endTokens();

    /**
     * The weights as numbers.
     *
     * @throws ModelRefusedException if it has them in one numeric mode's form alone
     */
    WeightReader weights();

    /** The weights in the form of a numeric mode, where the files hold that. */
    default Optional<PackedWeights> packed() {
        return Optional.empty();
    }

    /** Closes the files; reading weights fails afterwards. */
    @Override
    void close();
}
