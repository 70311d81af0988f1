package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.estimate.TokenSample;
import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The input tokens of a request, of all its items and of those that ask something new.
 *
 * @param overhead tokens of a prompt besides the item's text, where the item brings no instruction of its own
 */
record TokenTally(TokenSample all, TokenSample distinct, int overhead) {
    /** Reads all items; none stays in memory. */
    static TokenTally of(AdmittedRequest request, RequestBody body) throws IOException {
        ContextCheck context = new ContextCheck(request);
        TokenCounter counter = request.counter();
        // Where outputs are drawn at random, the same text twice is computed twice.
        Twins twins = request.options().temperature() == 0 ? new Twins() : null;
        int overhead = counter.exactly(request.instruction(), "");
        int template = counter.exactly("", "");
        TokenTally tally = new TokenTally(new TokenSample(), new TokenSample(), overhead);
        int position = 0;
        for (SubmittedItem item = body.next(); item != null; item = body.next()) {
            context.require(item);
            boolean first = twins == null
                    || twins.firstOf(new ItemText(item.instruction(), item.input()), position)
                            .isEmpty();
            tally.add(item, first, item.instruction() == null ? overhead : template, request);
            position++;
        }
        if (position == 0) {
            throw Problem.of(422, "no_items", "the request has no items")
                    .remedy("send at least one: {\"input\": \"...\"}")
                    .exception();
        }
        return tally;
    }

    private void add(SubmittedItem item, boolean first, int fixed, AdmittedRequest request) {
        long bytes = bytes(item.instruction()) + bytes(item.input());
        Count count = new Count(request, item);
        all.offer(fixed, bytes, count::tokens);
        if (first) {
            distinct.offer(fixed, bytes, count::tokens);
        }
    }

    private static long bytes(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Counts when it is first asked: an item that is drawn for both samples is tokenized once. */
    private static final class Count {
        private final AdmittedRequest request;
        private final SubmittedItem item;
        private int known = -1;

        Count(AdmittedRequest request, SubmittedItem item) {
            this.request = request;
            this.item = item;
        }

        int tokens() {
            if (known < 0) {
                String own = item.instruction();
                known = request.counter().exactly(own == null ? request.instruction() : own, item.input());
            }
            return known;
        }
    }
}
