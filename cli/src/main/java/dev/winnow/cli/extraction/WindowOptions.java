package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long documents are cut. */
final class WindowOptions {
    @Option(
            names = "--windows",
            description = "Cut documents that are longer than the model's context into windows that overlap, and merge"
                    + " what is found in them; others are done as ever.")
    boolean windows;

    @Option(
            names = "--window-tokens",
            paramLabel = "N",
            description = "With --windows: the most tokens of text in a window (default: as many as fit the context).")
    @Nullable
    Integer tokens;

    @Option(
            names = "--window-overlap",
            paramLabel = "N",
            description = "With --windows: the tokens that two neighbours share (default: an eighth of a window, 256 at"
                    + " most).")
    @Nullable
    Integer overlap;

    /** Adds them to the options of a request. */
    void addTo(ObjectNode options) {
        if (!windows && (tokens != null || overlap != null)) {
            throw CommandException.usage((tokens != null ? "--window-tokens" : "--window-overlap")
                    + " says how documents are cut: add --windows to have them cut");
        }
        if (windows) {
            options.put("windows", true);
        }
        if (tokens != null) {
            options.put("window_tokens", tokens);
        }
        if (overlap != null) {
            options.put("window_overlap_tokens", overlap);
        }
    }
}
