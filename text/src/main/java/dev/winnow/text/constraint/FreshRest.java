package dev.winnow.text.constraint;

import org.jspecify.annotations.Nullable;

/**
 * The bytes by which a value that was begun becomes none of the used texts: those of its nearest ending, unless that is
 * used, and otherwise what is found by trying.
 */
final class FreshRest {
    private FreshRest() {}

    /** The shortest such bytes, or nearly; null if there are none. */
    static @Nullable String nearest(UsedTexts used, State state, String text) {
        Ending ending = state.ending();
        String usual = bytes(ending);
        if (!used.contains(text + usual)) {
            return usual;
        }
        String best = null;
        int enough = ending.length() + 1;
        for (int value = 0; value < 256 && (best == null || best.length() > enough); value++) {
            State next = state.step(value);
            if (next == null || (best != null && next.ending().length() + 1 >= best.length())) {
                continue;
            }
            String longer = text + (char) value;
            String rest = next instanceof OutputEnd ? used.contains(longer) ? null : "" : nearest(used, next, longer);
            if (rest != null && (best == null || rest.length() + 1 < best.length())) {
                best = (char) value + rest;
            }
        }
        return best;
    }

    /** Whether there are such bytes. */
    static boolean exists(UsedTexts used, State state, String text) {
        if (!used.anyBeginsWith(text) || !used.contains(text + bytes(state.ending()))) {
            return true;
        }
        for (int value = 0; value < 256; value++) {
            State next = state.step(value);
            String longer = next == null ? "" : text + (char) value;
            boolean has =
                    next != null && (next instanceof OutputEnd ? !used.contains(longer) : exists(used, next, longer));
            if (has) {
                return true;
            }
        }
        return false;
    }

    private static String bytes(Ending ending) {
        StringBuilder bytes = new StringBuilder();
        for (Ending rest = ending; rest != Ending.HERE; rest = rest.skip(1)) {
            bytes.append((char) rest.first());
        }
        return bytes.toString();
    }
}
