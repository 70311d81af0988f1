package dev.winnow.text.window;

import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.tokenizer.Tokenizer;
import java.util.Iterator;
import java.util.Optional;

/**
 * Cuts documents so that each part fits a prompt. Parts overlap, so that what lies over a border is whole in one of two
 * neighbours; no part shares text with others than its neighbours. It cuts where paragraphs end if it can, else lines,
 * sentences, words. The same document is always cut alike; time grows with its length, memory with that of a window.
 * Thread-safe, as long as the tokenizer is open.
 */
public final class WindowCutter {
    /** The least room for text in a window, in tokens. */
    public static final int LEAST_TOKENS = 64;

    /** An overlap may take a window's room divided by this. */
    public static final int MOST_OVERLAP = 4;

    private static final int USUAL_OVERLAP = 8;
    private static final int LONGEST_USUAL_OVERLAP = 256;

    private final PromptFormat prompts;
    private final Tokenizer tokenizer;

    /** Cuts for prompts of a model. */
    public WindowCutter(PromptFormat prompts, Tokenizer tokenizer) {
        this.prompts = prompts;
        this.tokenizer = tokenizer;
    }

    /** The tokens that windows of so much room overlap by if nothing else is asked. */
    public static int usualOverlap(int room) {
        return Math.max(0, Math.min(room / USUAL_OVERLAP, LONGEST_USUAL_OVERLAP));
    }

    /** The tokens that are left for text in a prompt of so many. */
    public int room(String instruction, int mostPromptTokens) {
        // With one letter: tokens merge where the instruction meets the text.
        return mostPromptTokens - promptTokens(instruction, "x") + 1;
    }

    /**
     * Why nothing can be cut so; empty if it can.
     *
     * @param room as {@link #room} tells it
     */
    public static Optional<String> obstacle(int room, int overlapTokens) {
        if (room < LEAST_TOKENS) {
            return Optional.of("a window has room for %d tokens of text, it needs at least %d"
                    .formatted(Math.max(0, room), LEAST_TOKENS));
        }
        if (overlapTokens > room / MOST_OVERLAP) {
            return Optional.of(
                    "windows overlap by %d tokens, at most %d are possible where a window has room for %d tokens of text"
                            .formatted(overlapTokens, room / MOST_OVERLAP, room));
        }
        return Optional.empty();
    }

    /**
     * A number that the windows of a document cannot pass, found without tokenizing.
     *
     * @param bytes of the document
     */
    public static long atMost(long bytes, int room, int overlapTokens) {
        long step = Math.max(1, (long) room / 2 - overlapTokens);
        return bytes / step + 1;
    }

    /** About how many windows so many tokens of text are cut into, found without tokenizing. */
    public static long usually(long tokens, long room, int overlapTokens) {
        return tokens <= room ? 1 : 1 + (tokens - room) / Math.max(1, room - overlapTokens) + 1;
    }

    /**
     * Cuts a document while it is asked for the next part.
     *
     * @param mostPromptTokens the most tokens of a part's whole prompt; a document that fits is one part
     * @throws IllegalArgumentException if there is an {@link #obstacle}
     */
    public Iterator<Window> cut(String instruction, String document, int mostPromptTokens, int overlapTokens) {
        int room = room(instruction, mostPromptTokens);
        Cut cut = new Cut(
                document,
                part -> promptTokens(instruction, part) <= mostPromptTokens,
                part -> TokenEnds.of(tokenizer, part),
                room,
                overlapTokens);
        if (!cut.isWhole()) {
            obstacle(room, overlapTokens).ifPresent(reason -> {
                throw new IllegalArgumentException(reason);
            });
        }
        return cut;
    }

    private int promptTokens(String instruction, String part) {
        return prompts.render(instruction, part).length();
    }
}
