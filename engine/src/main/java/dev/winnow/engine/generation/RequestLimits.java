package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.generation.GenerationOutcome.GenerationFailed;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import java.util.Collection;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a request must keep to be run at all, so that one that cannot is told so before any work is spent on it.
 *
 * @param vocabulary the number of the model's tokens
 * @param contextTokens the longest sequence that the model was made for
 * @param longestRow the longest that fits the KV cache too
 */
record RequestLimits(int vocabulary, int contextTokens, long longestRow) {
    static RequestLimits of(Decoder decoder) {
        return new RequestLimits(decoder.shape().vocabulary(), decoder.shape().contextTokens(), decoder.longestRow());
    }

    /** Why a request can never run; null if it can. */
    @Nullable
    GenerationFailed refusal(GenerationRequest request) {
        if (request.tokens() > longestRow) {
            return tooLong(request);
        }
        GenerationFailed badPrompt =
                foreign("prompt", IntStream.of(request.prompt()).boxed().toList());
        return badPrompt != null ? badPrompt : foreign("endTokens", request.endTokens());
    }

    private GenerationFailed tooLong(GenerationRequest request) {
        String message = "prompt (%d tokens) and maxOutputTokens (%d) together exceed %d, the most that "
                        .formatted(request.prompt().length, request.maxOutputTokens(), longestRow)
                + (longestRow == contextTokens
                        ? "the model's context holds: shorten the input or lower maxOutputTokens"
                        : "the KV cache holds: shorten the input, lower maxOutputTokens or raise the memory budget");
        return new GenerationFailed(Reason.TOO_LONG, message);
    }

    private @Nullable GenerationFailed foreign(String field, Collection<Integer> tokens) {
        return tokens.stream()
                .filter(token -> token < 0 || token >= vocabulary)
                .findFirst()
                .map(token -> new GenerationFailed(
                        Reason.ENGINE_ERROR,
                        "%s has the token %d, but the model's are 0 to %d: take this model's own tokenizer"
                                .formatted(field, token, vocabulary - 1)))
                .orElse(null);
    }
}
