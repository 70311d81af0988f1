package dev.winnow.text.merge;

import dev.winnow.text.merge.Found.Elements;
import dev.winnow.text.merge.Found.Members;
import dev.winnow.text.merge.Found.Scalar;
import dev.winnow.text.schema.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joins what two neighbouring windows say of one place of the output. The earlier one is changed. Not thread-safe. */
final class Joining {
    private final Shapes shapes;
    private final Seam seam;

    Joining(Shapes shapes, Seam seam) {
        this.shapes = shapes;
        this.seam = seam;
    }

    /** What both say together. */
    Found join(Found earlier, Found later, @Nullable Values values) {
        if (earlier instanceof Members members && later instanceof Members more) {
            return joined(members, more, values);
        }
        if (earlier instanceof Elements elements && later instanceof Elements more && !Shapes.isTuple(values)) {
            return joined(elements, more, values);
        }
        return isBetter(later, earlier) ? later : earlier;
    }

    private Found joined(Members members, Members more, @Nullable Values values) {
        members.emptyConfidence(least(members.emptyConfidence(), more.emptyConfidence()));
        more.byName().forEach((name, later) -> members.byName()
                .merge(name, later, (own, other) -> join(own, other, shapes.property(values, name))));
        return members;
    }

    private Found joined(Elements elements, Elements more, @Nullable Values values) {
        elements.emptyConfidence(least(elements.emptyConfidence(), more.emptyConfidence()));
        if (more.items().isEmpty()) {
            return elements;
        }
        int since = elements.since(seam.window() - 1);
        List<Found> open = elements.items().subList(since, elements.items().size());
        List<Found> earlier = new ArrayList<>(open);
        open.clear();
        int[] partners = SameThings.of(earlier, more.items(), seam);
        Seen seen = Seen.of(earlier, partners, more.items());
        int grown = Integer.MAX_VALUE;
        for (int i = 0; i <= earlier.size(); i++) {
            Found twice = seen.twice().get(i);
            if (twice != null || !seen.before().get(i).isEmpty()) {
                grown = Math.min(grown, elements.items().size());
            }
            elements.items().addAll(seen.before().get(i));
            if (i < earlier.size()) {
                Found own = earlier.get(i);
                elements.items().add(twice == null ? own : join(own, twice, Shapes.items(values)));
            }
        }
        elements.grown(grown, seam.window());
        return elements;
    }

    /**
     * What the later window saw, by the earlier elements.
     *
     * @param twice the same thing as that element, or null
     * @param before what only the later one saw, before the next that both saw, or at the end
     */
    private record Seen(List<@Nullable Found> twice, List<List<Found>> before) {
        static Seen of(List<Found> earlier, int[] partners, List<Found> later) {
            List<@Nullable Found> twice = new ArrayList<>();
            List<List<Found>> before = new ArrayList<>();
            for (int i = 0; i <= earlier.size(); i++) {
                twice.add(null);
                before.add(new ArrayList<>());
            }
            int next = earlier.size();
            for (int j = partners.length - 1; j >= 0; j--) {
                if (partners[j] >= 0) {
                    next = partners[j];
                    twice.set(next, later.get(j));
                } else {
                    before.get(next).add(later.get(j));
                }
            }
            before.forEach(Collections::reverse);
            return new Seen(twice, before);
        }
    }

    private static @Nullable Double least(@Nullable Double one, @Nullable Double other) {
        return one == null || other == null ? null : Double.valueOf(Math.min(one, other));
    }

    /** Something before null, what stands in the document before what does not, then what the model is surer of. */
    private static boolean isBetter(Found one, Found other) {
        if (isNull(one) != isNull(other)) {
            return isNull(other);
        }
        int placed = Integer.compare(Marks.placed(one), Marks.placed(other));
        if (placed != 0) {
            return placed > 0;
        }
        // Of structures that are alike in this the earlier one stays.
        return one instanceof Scalar && other instanceof Scalar && confidence(one) > confidence(other);
    }

    private static boolean isNull(Found found) {
        return found instanceof Scalar scalar && scalar.isNull();
    }

    private static double confidence(Found found) {
        if (!(found instanceof Scalar scalar)) {
            return 0;
        }
        Double known = scalar.confidence();
        return known == null ? 0 : known;
    }
}
