package dev.winnow.coordinator.extraction;

import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Windows;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.text.window.WindowCutter;
import org.jspecify.annotations.Nullable;

/** Decides how long inputs of a request are cut, once for all workers, whatever their own contexts are. */
final class WindowAdmission {
    private WindowAdmission() {}

    /**
     * The windows of a request; null if it asks for none.
     *
     * @param instruction of its items
     * @param pool that would do it
     * @param contextTokens the most tokens that a prompt and its output may have together
     */
    static @Nullable Windows admit(
            ExtractionOptions options, String instruction, Pool pool, int contextTokens, TokenCounter counter) {
        AskedWindows asked = options.windows();
        if (asked == null) {
            return null;
        }
        if (pool.isAtServer()) {
            throw Problem.of(
                            422,
                            "windows_refused",
                            "%s in %s is served by a server, where inputs are not cut"
                                    .formatted(pool.model(), pool.quantization()))
                    .at("/windows")
                    .remedy("choose a quantization of Winnow's own engine, or leave windows out")
                    .exception();
        }
        int most = contextTokens - options.maxOutputTokens();
        int widest = counter.cutter().room(instruction, most);
        int room = asked.tokens() == null ? widest : asked.tokens();
        if (room > widest) {
            throw Problem.of(
                            422,
                            "windows_refused",
                            ("window_tokens is %d; beside the instruction and max_output_tokens = %d the model's context of"
                                            + " %d has room for %d tokens of text")
                                    .formatted(room, options.maxOutputTokens(), contextTokens, widest))
                    .at("/window_tokens")
                    .limit(widest)
                    .remedy("lower window_tokens or max_output_tokens, or leave window_tokens out")
                    .exception();
        }
        int overlap = asked.overlapTokens() == null ? WindowCutter.usualOverlap(room) : asked.overlapTokens();
        WindowCutter.obstacle(room, overlap).ifPresent(reason -> {
            throw refused(reason, room);
        });
        return new Windows(most - widest + room, overlap);
    }

    private static RuntimeException refused(String reason, int room) {
        boolean narrow = room < WindowCutter.LEAST_TOKENS;
        return Problem.of(422, "windows_refused", reason)
                .at(narrow ? "/max_output_tokens" : "/window_overlap_tokens")
                .limit(narrow ? WindowCutter.LEAST_TOKENS : room / WindowCutter.MOST_OVERLAP)
                .remedy(
                        narrow
                                ? "lower max_output_tokens, or shorten the instruction"
                                : "lower window_overlap_tokens, or leave it out")
                .exception();
    }
}
