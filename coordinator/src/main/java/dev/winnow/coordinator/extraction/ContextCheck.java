package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import dev.winnow.coordinator.problem.Problem;

/** Refuses items whose prompt and output do not fit the model's context together. */
final class ContextCheck {
    private final AdmittedRequest request;
    private final int room;

    ContextCheck(AdmittedRequest request) {
        this.request = request;
        this.room = request.contextTokens() - request.options().maxOutputTokens();
    }

    void require(SubmittedItem item) {
        String instruction = item.instruction() != null ? item.instruction() : request.instruction();
        // Nearly all items are told to fit by their bytes alone; only the large are tokenized.
        if (request.counter().atMost(instruction, item.input()) <= room) {
            return;
        }
        int tokens = request.counter().exactly(instruction, item.input());
        if (tokens > room) {
            int output = request.options().maxOutputTokens();
            throw item.place()
                    .mark(Problem.of(
                            422,
                            "item_too_long",
                            "the item's prompt has %d tokens and its output may take %d, the model's context has %d"
                                    .formatted(tokens, output, request.contextTokens())))
                    .limit(request.contextTokens())
                    .remedy("shorten the input to at most %d tokens of prompt, or lower max_output_tokens"
                            .formatted(room))
                    .exception();
        }
    }
}
