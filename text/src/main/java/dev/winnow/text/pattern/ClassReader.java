package dev.winnow.text.pattern;

import dev.winnow.text.pattern.EscapeReader.Escape;
import java.util.ArrayList;
import java.util.List;

/** Reads a class in brackets. */
final class ClassReader {
    private final PatternText text;
    private final boolean anyCase;
    private final EscapeReader escapes;

    ClassReader(PatternText text, boolean anyCase) {
        this.text = text;
        this.anyCase = anyCase;
        escapes = new EscapeReader(text);
    }

    /** The set of a class; the opening bracket has been taken. */
    CodePoints read() {
        boolean negated = text.took("^");
        List<CodePoints> sets = new ArrayList<>();
        while (!text.took("]")) {
            sets.addAll(itemOrRange());
        }
        CodePoints set = anyCase ? CodePoints.union(sets).inAnyCase() : CodePoints.union(sets);
        return negated ? set.complement() : set;
    }

    private List<CodePoints> itemOrRange() {
        Escape first = item();
        int before = text.at();
        if (!text.took("-")) {
            return List.of(first.set());
        }
        if (text.peek() == ']') {
            text.backTo(before);
            return List.of(first.set());
        }
        Escape last = item();
        if (first.character() == Escape.SEVERAL || last.character() == Escape.SEVERAL) {
            return List.of(first.set(), CodePoints.of('-'), last.set());
        }
        if (first.character() > last.character()) {
            throw text.refused("a range of a class ends before it begins");
        }
        return List.of(CodePoints.between(first.character(), last.character()));
    }

    private Escape item() {
        if (!text.took("\\")) {
            return Escape.of(text.take());
        }
        return text.took("b") ? Escape.of('\b') : escapes.read();
    }
}
