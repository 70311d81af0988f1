package dev.winnow.coordinator.extraction;

import dev.winnow.common.wire.SizeLimits;
import dev.winnow.common.work.Windows;
import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.text.window.Window;
import dev.winnow.text.window.WindowCutter;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * Refuses items whose prompt and output do not fit the model's context together; if long inputs are cut, those that
 * cannot be, or only into too many windows.
 */
final class ContextCheck {
    private static final String CODE = "item_too_long";

    private final AdmittedRequest request;
    private final TokenCounter counter;
    private final int room;

    ContextCheck(AdmittedRequest request) {
        this.request = request;
        this.counter = request.counter();
        this.room = request.contextTokens() - request.options().maxOutputTokens();
    }

    void require(SubmittedItem item) {
        String instruction = item.instruction() != null ? item.instruction() : request.instruction();
        Windows windows = request.windows();
        if (windows != null) {
            requireFewWindows(item, instruction, windows);
            return;
        }
        // Nearly all items are told to fit by their bytes alone; only the large are tokenized.
        if (counter.atMost(instruction, item.input()) <= room) {
            return;
        }
        int tokens = counter.exactly(instruction, item.input());
        if (tokens > room) {
            int output = request.options().maxOutputTokens();
            throw item.place()
                    .mark(Problem.of(
                            422,
                            CODE,
                            "the item's prompt has %d tokens and its output may take %d, the model's context has %d"
                                    .formatted(tokens, output, request.contextTokens())))
                    .limit(request.contextTokens())
                    .remedy(
                            "set windows to true to have it cut and its outputs merged, or shorten the input to at most %d tokens of prompt, or lower max_output_tokens"
                                    .formatted(room))
                    .exception();
        }
    }

    private void requireFewWindows(SubmittedItem item, String instruction, Windows windows) {
        if (counter.atMost(instruction, item.input()) <= windows.promptTokens()) {
            return;
        }
        int text = counter.cutter().room(instruction, windows.promptTokens());
        int bytes = item.input().getBytes(StandardCharsets.UTF_8).length;
        boolean possible = WindowCutter.obstacle(text, windows.overlapTokens()).isEmpty();
        if (possible && WindowCutter.atMost(bytes, text, windows.overlapTokens()) <= SizeLimits.ITEM_WINDOWS) {
            return;
        }
        Iterator<Window> cut = cut(item, instruction, windows);
        for (int count = 0; cut.hasNext(); count++) {
            if (count == SizeLimits.ITEM_WINDOWS) {
                throw item.place()
                        .mark(Problem.of(422, CODE, "the item's input has more than %d windows".formatted(count)))
                        .limit(count)
                        .remedy("raise window_tokens, or cut the document into several items")
                        .exception();
            }
            cut.next();
        }
    }

    private Iterator<Window> cut(SubmittedItem item, String instruction, Windows windows) {
        try {
            return counter.cutter().cut(instruction, item.input(), windows.promptTokens(), windows.overlapTokens());
        } catch (IllegalArgumentException e) {
            throw item.place()
                    .mark(Problem.of(
                            422, CODE, "the item's input cannot be cut: with its own instruction " + e.getMessage()))
                    .limit(windows.promptTokens())
                    .remedy("shorten the item's instruction, lower window_overlap_tokens or raise window_tokens")
                    .exception();
        }
    }
}
