package dev.winnow.engine.generation;

import dev.winnow.text.prompt.QuotedTokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An accepted request with the one who waits for it. */
final class PendingRequest {
    private static final Logger LOG = LoggerFactory.getLogger(PendingRequest.class);

    private final GenerationId id;
    private final GenerationRequest request;
    private final GenerationListener listener;
    private final int[] prompt;

    PendingRequest(GenerationId id, GenerationRequest request, GenerationListener listener) {
        this.id = id;
        this.request = request;
        this.listener = listener;
        this.prompt = request.prompt();
    }

    GenerationId id() {
        return id;
    }

    GenerationRequest request() {
        return request;
    }

    /** The prompt, shared: not to be written to. */
    int[] prompt() {
        return prompt;
    }

    /** What the output is likely to copy from. */
    QuotedTokens document() {
        return request.document();
    }

    void tellBegun() {
        contained(listener::begun);
    }

    void tellWrote(int[] tokens) {
        contained(() -> listener.wrote(tokens));
    }

    void tell(GenerationOutcome outcome) {
        contained(() -> listener.finished(outcome));
    }

    // A listener's fault must not harm the other rows.
    private void contained(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) { // an assertion, a class that cannot be loaded
            LOG.error(
                    "The listener of request {} threw; the request goes on or has ended all the same", id.number(), e);
        }
    }
}
