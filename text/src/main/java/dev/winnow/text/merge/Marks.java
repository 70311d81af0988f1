package dev.winnow.text.merge;

import dev.winnow.common.result.Span;
import dev.winnow.text.evidence.OutputValue.Kind;
import dev.winnow.text.merge.Found.Elements;
import dev.winnow.text.merge.Found.Members;
import dev.winnow.text.merge.Found.Scalar;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of an element stands in the document, and how much of that within a seam. */
final class Marks {
    private final Set<Mark> within = new LinkedHashSet<>();
    private final Seam seam;
    private int from = Integer.MAX_VALUE;
    private int to = -1;

    private Marks(Seam seam) {
        this.seam = seam;
    }

    static Marks of(Found element, Seam seam) {
        Marks marks = new Marks(seam);
        marks.add(element, "");
        return marks;
    }

    private void add(Found found, String path) {
        if (found instanceof Scalar scalar) {
            Span span = scalar.span();
            if (span != null) {
                from = Math.min(from, span.from());
                to = Math.max(to, span.to());
                if (seam.touches(span)) {
                    within.add(new Mark(path, scalar.kind(), scalar.text(), span));
                }
            }
        } else if (found instanceof Members members) {
            members.byName().forEach((name, member) -> add(member, Pointers.member(path, name)));
        } else if (found instanceof Elements elements) {
            elements.items().forEach(item -> add(item, path + "/*"));
        }
    }

    /** Its values that stand within the seam. */
    Set<Mark> within() {
        return within;
    }

    boolean isPlaced() {
        return to >= 0;
    }

    /** Code points before all of it. */
    int from() {
        return from;
    }

    /** Code points before what is behind it; negative if it stands nowhere. */
    int to() {
        return to;
    }

    /** The number of places in a document where an element has its values, if it has any; used to see what is where. */
    static int placed(@Nullable Found found) {
        if (found instanceof Scalar scalar) {
            return scalar.span() == null ? 0 : 1;
        }
        if (found instanceof Members members) {
            return members.byName().values().stream().mapToInt(Marks::placed).sum();
        }
        return found instanceof Elements elements
                ? elements.items().stream().mapToInt(Marks::placed).sum()
                : 0;
    }

    /** A value at its place; those of lists have one path, whichever item they are. */
    record Mark(String path, Kind kind, String text, Span span) {}
}
