package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.estimate.TokenSample;
import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import dev.winnow.coordinator.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The tokens of a request, of all its items and of those that ask something new. Not thread-safe. */
final class TokenTally {
    private final AdmittedRequest request;
    private final TokenSample all = new TokenSample();
    private final TokenSample distinct = new TokenSample();
    private final int overhead;
    private final int template;
    private long outputs;
    private long distinctOutputs;

    private TokenTally(AdmittedRequest request) {
        this.request = request;
        this.overhead = request.counter().exactly(request.instruction(), "");
        this.template = request.counter().exactly("", "");
    }

    /** Reads all items; none stays in memory. */
    static TokenTally of(AdmittedRequest request, RequestBody body) throws IOException {
        ContextCheck context = new ContextCheck(request);
        // Where outputs are drawn at random, the same text twice is computed twice.
        Twins twins = request.options().temperature() == 0 ? new Twins() : null;
        TokenTally tally = new TokenTally(request);
        int position = 0;
        for (SubmittedItem item = body.next(); item != null; item = body.next()) {
            context.require(item);
            boolean first = twins == null
                    || twins.firstOf(new ItemText(item.instruction(), item.input()), position)
                            .isEmpty();
            tally.add(item, first);
            position++;
        }
        if (position == 0) {
            throw Problem.of(422, "no_items", "the request has no items")
                    .remedy("send at least one: {\"input\": \"...\"}")
                    .exception();
        }
        return tally;
    }

    private void add(SubmittedItem item, boolean first) {
        int fixed = item.instruction() == null ? overhead : template;
        long bytes = bytes(item.instruction()) + bytes(item.input());
        ItemTokens tokens = new ItemTokens(request, item);
        all.offer(fixed, bytes, tokens::prompts);
        int windows = tokens.windows(bytes);
        outputs += windows;
        if (first) {
            distinct.offer(fixed, bytes, tokens::prompts);
            distinctOutputs += windows;
        }
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Prompts of all items. */
    TokenSample all() {
        return all;
    }

    /** Prompts of the items that ask something new. */
    TokenSample distinct() {
        return distinct;
    }

    /** Tokens of a prompt besides the item's text, where the item brings no instruction of its own. */
    int overhead() {
        return overhead;
    }

    /** Outputs of all items: one each, or one for each window. */
    long outputs() {
        return outputs;
    }

    /** Outputs of the items that ask something new. */
    long distinctOutputs() {
        return distinctOutputs;
    }
}
