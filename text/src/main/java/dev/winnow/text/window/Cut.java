package dev.winnow.text.window;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A document while it is cut. Only what may be in the next window is tokenized, not the rest. Not thread-safe. */
final class Cut implements Iterator<Window> {
    private static final int USUAL_CHARACTERS_OF_TOKEN = 4;

    // What is cut off within a word may have some more tokens than it had as a part of it.
    private static final int JOINT_TOKENS = 16;

    private final String document;
    private final Predicate<String> fits;
    private final Function<String, TokenEnds> tokenized;
    private final int room;
    private final int overlap;
    private int from;
    private int pointsBefore;
    private @Nullable Part ahead;

    /**
     * Begins at the beginning.
     *
     * @param fits whether a part fits a prompt
     * @param room tokens of text in a window, which is only nearly what fits
     */
    Cut(String document, Predicate<String> fits, Function<String, TokenEnds> tokenized, int room, int overlap) {
        this.document = document;
        this.fits = fits;
        this.tokenized = tokenized;
        this.room = Math.max(1, room);
        this.overlap = overlap;
        this.ahead = part();
    }

    /** Whether the next window is all that is left. */
    boolean isWhole() {
        return ahead != null && ahead.last();
    }

    @Override
    public boolean hasNext() {
        return ahead != null;
    }

    @Override
    public Window next() {
        Part part = ahead;
        if (part == null) {
            throw new NoSuchElementException("the document has no more windows");
        }
        int length = part.last() ? part.text().length() : end(part);
        String text = part.text().substring(0, length);
        Window window = new Window(pointsBefore, pointsBefore + text.codePointCount(0, length), text);
        if (part.last()) {
            ahead = null;
        } else {
            int step = nextStart(part, length);
            pointsBefore += text.codePointCount(0, step);
            from += step;
            ahead = part();
        }
        return window;
    }

    /** What is left, or as much of it as has more tokens than a window. */
    private Part part() {
        long characters = (long) room * USUAL_CHARACTERS_OF_TOKEN + JOINT_TOKENS;
        while (true) {
            int to = (int) Math.min(document.length(), from + characters);
            if (to < document.length() && Character.isLowSurrogate(document.charAt(to))) {
                to++;
            }
            String text = document.substring(from, to);
            if (to == document.length() && fits.test(text)) {
                return new Part(text, null);
            }
            TokenEnds ends = tokenized.apply(text);
            if (to == document.length() || ends.count() > room + JOINT_TOKENS) {
                return new Part(text, ends);
            }
            characters *= 2;
        }
    }

    private int end(Part part) {
        TokenEnds ends = part.ends();
        for (int most = Math.min(room, ends.count()); most > room / 2 + overlap; most -= JOINT_TOKENS) {
            int end = Border.lastBest(part.text(), ends.end(most - most / 4), ends.end(most));
            int paragraph = Border.lastBest(part.text(), ends.end(most - most / 2), ends.end(most));
            if (Border.at(part.text(), paragraph) == Border.PARAGRAPH) {
                end = paragraph;
            }
            if (fits.test(part.text().substring(0, end))) {
                return end;
            }
        }
        throw new IllegalStateException(
                "no part of the document at character %d fits a window of %d tokens".formatted(from, room));
    }

    private int nextStart(Part part, int end) {
        if (overlap == 0) {
            return end;
        }
        int tokens = part.ends().tokensBefore(end);
        int start = Border.firstBest(
                part.text(), part.ends().end(tokens - overlap), part.ends().end(tokens - overlap / 2));
        return Math.min(start, end);
    }

    /**
     * What comes next of the document.
     *
     * @param tokenEnds null if it is the last part, which fits as it is
     */
    private record Part(String text, @Nullable TokenEnds tokenEnds) {
        boolean last() {
            return tokenEnds == null;
        }

        TokenEnds ends() {
            if (tokenEnds == null) {
                throw new IllegalStateException("the last part is not cut");
            }
            return tokenEnds;
        }
    }
}
