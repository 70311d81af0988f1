package dev.winnow.text.pattern;

import java.util.List;

/** One step through a pattern; others are named by their number among the {@link Steps}. */
sealed interface Step {
    /** Nothing comes from here by itself; {@link Steps#FOUND} and {@link Steps#FINISHED}. */
    record Last() implements Step {}

    /** Takes one code point. */
    record One(CodePoints set, int next) implements Step {}

    /** Goes on in any of these ways. */
    record Fork(List<Integer> ways) implements Step {}

    /** Goes on if what comes next begins with this, or does not. */
    record Ahead(int body, boolean negative, int next) implements Step {}

    /** Goes on if what came before, from the text's beginning on, is in this language or is not. */
    record Behind(Language before, boolean negative, int next) implements Step {}
}
