package dev.winnow.engine.generation;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Adapter;
import dev.winnow.text.constraint.Cursor;
import dev.winnow.text.prompt.QuotedTokens;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One output to generate.
 *
 * @param prompt the tokens that the output follows, at least one; copied
 * @param cursor what the output must obey, at its beginning and used by this request only; null for free text
 * @param maxOutputTokens the most tokens of the output, the end token not counted; the cursor must have been begun with
 *     the same limit
 * @param sampling how tokens are chosen
 * @param endTokens tokens that end free text, and a constrained output that {@linkplain Cursor#mayEnd may end} but
 *     could go on; where the cursor knows the end by itself they are not used
 * @param limit the wall-clock time that the row may take, from its prefill on
 * @param adapter of the loop's model, which its owner keeps open until the request has ended; null for the base model
 * @param document tokens that the output is likely to copy from, as it would write them. It makes the output come
 *     sooner and never changes it
 * @param urgent somebody waits for it: it begins before those that are not, others wait some steps for it, and its
 *     listener is told what is written as it is
 */
@SuppressWarnings("ArrayRecordComponent") // Thousands of tokens: copied on the way in, never compared.
public record GenerationRequest(
        int[] prompt,
        @Nullable Cursor cursor,
        int maxOutputTokens,
        Sampling sampling,
        Set<Integer> endTokens,
        Duration limit,
        @Nullable Adapter adapter,
        QuotedTokens document,
        boolean urgent) {
    public GenerationRequest {
        prompt = prompt.clone();
        requireNonNull(document, "document");
        requireNonNull(sampling, "sampling");
        endTokens = Set.copyOf(endTokens);
        if (prompt.length == 0) {
            throw new IllegalArgumentException("prompt must have at least one token");
        }
        if (maxOutputTokens < 1) {
            throw new IllegalArgumentException("maxOutputTokens must be at least 1, was " + maxOutputTokens);
        }
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("limit must be positive, was " + limit);
        }
    }

    /** Asks the base model for what is likely to be copied from the prompt. */
    public GenerationRequest(
            int[] prompt,
            @Nullable Cursor cursor,
            int maxOutputTokens,
            Sampling sampling,
            Set<Integer> endTokens,
            Duration limit) {
        this(prompt, cursor, maxOutputTokens, sampling, endTokens, limit, null, QuotedTokens.of(prompt), false);
    }

    /** The same of an adapter. */
    public GenerationRequest with(Adapter chosen) {
        return new GenerationRequest(
                prompt, cursor, maxOutputTokens, sampling, endTokens, limit, chosen, document, urgent);
    }

    /** The same with a document that the output is likely to copy from. */
    public GenerationRequest copying(QuotedTokens likely) {
        return new GenerationRequest(
                prompt, cursor, maxOutputTokens, sampling, endTokens, limit, adapter, likely, urgent);
    }

    /** The same, which somebody waits for. */
    public GenerationRequest urgently() {
        return new GenerationRequest(
                prompt, cursor, maxOutputTokens, sampling, endTokens, limit, adapter, document, true);
    }

    /** The KV cache that the request may come to need, in tokens. */
    public long tokens() {
        return (long) prompt.length + maxOutputTokens;
    }
}
