package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Joins shapes into one whose alternatives differ in their first byte; literals are joined among themselves. */
final class Unions {
    private Unions() {}

    static Optional<Shape> of(List<Shape> shapes) {
        List<Shape> others = new ArrayList<>();
        Set<String> texts = new LinkedHashSet<>();
        for (Shape shape : shapes) {
            flatten(shape, others, texts);
        }
        if (!texts.isEmpty()) {
            others.add(new Shape.Literals(List.copyOf(texts)));
        }
        if (overlapping(others)) {
            return Optional.empty();
        }
        return Optional.of(others.size() == 1 ? others.get(0) : new Shape.Union(others));
    }

    private static void flatten(Shape shape, List<Shape> others, Set<String> texts) {
        if (shape instanceof Shape.Union union) {
            union.alternatives().forEach(alternative -> flatten(alternative, others, texts));
        } else if (shape instanceof Shape.Literals literals) {
            texts.addAll(literals.texts());
        } else {
            others.add(shape);
        }
    }

    private static boolean overlapping(List<Shape> shapes) {
        BitSet taken = new BitSet();
        for (Shape shape : shapes) {
            BitSet first = firstCharacters(shape);
            if (taken.intersects(first)) {
                return true;
            }
            taken.or(first);
        }
        return false;
    }

    private static BitSet firstCharacters(Shape shape) {
        BitSet first = new BitSet();
        if (shape instanceof Shape.ObjectShape) {
            first.set('{');
        } else if (shape instanceof Shape.ArrayShape) {
            first.set('[');
        } else if (shape instanceof Shape.StringShape) {
            first.set('"');
        } else if (shape instanceof Shape.NumberShape) {
            first.set('0', '9' + 1);
            first.set('-');
        } else if (shape instanceof Shape.Literals literals) {
            literals.texts().forEach(text -> first.set(text.charAt(0)));
        } else if (shape instanceof Shape.Union union) {
            union.alternatives().forEach(alternative -> first.or(firstCharacters(alternative)));
        }
        return first;
    }
}
