package dev.winnow.text.merge;

import dev.winnow.common.result.Span;
import dev.winnow.text.evidence.OutputValue.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of an output with what speaks for it, its places those of the whole document. Not thread-safe. */
sealed interface Found {
    /**
     * A value without others within.
     *
     * @param text a string's characters, what is written of others
     * @param confidence null where it is not known
     * @param sought whether it was looked for in the document
     * @param span null where it stands nowhere
     */
    record Scalar(
            Kind kind,
            String text,
            @Nullable Double confidence,
            boolean sought,
            @Nullable Span span) implements Found {
        boolean isNull() {
            return kind == Kind.LITERAL && text.equals("null");
        }

        boolean says(Scalar other) {
            return kind == other.kind && text.equals(other.text);
        }
    }

    /** An object. */
    final class Members implements Found {
        private final Map<String, Found> byName = new LinkedHashMap<>();
        private @Nullable Double emptyConfidence;

        Map<String, Found> byName() {
            return byName;
        }

        /** How sure the model was that there is nothing in it; null where it is not known. */
        @Nullable
        Double emptyConfidence() {
            return emptyConfidence;
        }

        void emptyConfidence(@Nullable Double confidence) {
            emptyConfidence = confidence;
        }
    }

    /** An array. */
    final class Elements implements Found {
        private final List<Found> items = new ArrayList<>();
        private @Nullable Double emptyConfidence;
        private int window;
        private int since;

        /** One of a window's output. */
        Elements(int window) {
            this.window = window;
        }

        List<Found> items() {
            return items;
        }

        /** The first of the items that may be of that window, or the number of them if none is. */
        int since(int asked) {
            return window == asked ? since : items.size();
        }

        /** The last items, from that one on, have come from a window. */
        void grown(int from, int by) {
            since = from;
            window = by;
        }

        /** How sure the model was that there is nothing in it; null where it is not known. */
        @Nullable
        Double emptyConfidence() {
            return emptyConfidence;
        }

        void emptyConfidence(@Nullable Double confidence) {
            emptyConfidence = confidence;
        }
    }
}
