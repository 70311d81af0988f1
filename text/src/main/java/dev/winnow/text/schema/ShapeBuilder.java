package dev.winnow.text.schema;

import dev.winnow.text.pattern.Language;
import dev.winnow.text.schema.ArraySet.Containment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns the variants of a place into shapes, and asks for the places within them. */
final class ShapeBuilder {
    private static final int MOST_LISTED = 1000;

    private final ValueGraph graph;
    private final Expansion expansion;
    private final UnlistedProperties unlisted;
    private final ObjectBuilder objects;

    ShapeBuilder(ValueGraph graph, Expansion expansion, UnlistedProperties unlisted) {
        this.graph = graph;
        this.expansion = expansion;
        this.unlisted = unlisted;
        this.objects = new ObjectBuilder(graph, expansion, unlisted);
    }

    List<Shape> shapes(List<Variant> fitting) {
        List<Variant> variants = unlisted == UnlistedProperties.LEFT_OUT
                ? fitting.stream().map(Variant::ofMeantType).toList()
                : fitting;
        List<Shape> shapes = new ArrayList<>();
        for (Variant variant : variants) {
            if (variant.objects() != null) {
                shapes.addAll(objects.build(variant.objects()));
            }
            if (variant.arrays() != null) {
                array(variant.arrays(), shapes);
            }
        }
        numbers(variants, shapes);
        strings(variants, shapes);
        literals(variants, shapes);
        return shapes;
    }

    private static void numbers(List<Variant> variants, List<Shape> shapes) {
        Set<NumberSet> sets = new LinkedHashSet<>();
        for (Variant variant : variants) {
            if (variant.numbers() != null && !variant.numbers().isEmpty()) {
                sets.add(variant.numbers());
            }
        }
        // What any number covers needs no shape of its own.
        if (sets.contains(NumberSet.ANY)) {
            shapes.add(new Shape.NumberShape(NumberSet.ANY));
        } else {
            sets.forEach(set -> shapes.add(new Shape.NumberShape(set)));
        }
    }

    /** Texts that are listed in several alternatives become one list. */
    private static void strings(List<Variant> variants, List<Shape> shapes) {
        Set<String> texts = new LinkedHashSet<>();
        Set<StringSet> sets = new LinkedHashSet<>();
        for (Variant variant : variants) {
            StringSet strings = variant.strings();
            if (strings == null || strings.isEmpty()) {
                continue;
            }
            if (strings.equals(StringSet.ANY)) {
                shapes.add(new Shape.StringShape(Language.ANY, 0, Shape.ANY_NUMBER));
                return;
            }
            boolean free = strings.min() == 0 && strings.max() == Shape.ANY_NUMBER;
            Optional<Set<String>> listed =
                    free && variants.size() > 1 ? strings.language().texts(MOST_LISTED) : Optional.empty();
            listed.ifPresentOrElse(texts::addAll, () -> sets.add(strings));
        }
        sets.forEach(set -> shapes.add(new Shape.StringShape(set.language(), set.min(), set.max())));
        if (!texts.isEmpty()) {
            shapes.add(new Shape.StringShape(Language.of(texts), 0, Shape.ANY_NUMBER));
        }
    }

    private static void literals(List<Variant> variants, List<Shape> shapes) {
        Set<String> texts = new LinkedHashSet<>();
        if (variants.stream().anyMatch(variant -> (variant.booleans() & 2) != 0)) {
            texts.add("true");
        }
        if (variants.stream().anyMatch(variant -> (variant.booleans() & 1) != 0)) {
            texts.add("false");
        }
        if (variants.stream().anyMatch(Variant::nullFits)) {
            texts.add("null");
        }
        if (!texts.isEmpty()) {
            shapes.add(new Shape.Literals(List.copyOf(texts)));
        }
    }

    private void array(ArraySet set, List<Shape> shapes) {
        int max = set.max();
        boolean openEnd = unlisted == UnlistedProperties.LEFT_OUT
                && !set.prefix().isEmpty()
                && set.rest().parts().isEmpty();
        if (openEnd) {
            max = Math.min(max, Math.max(set.min(), set.prefix().size()));
        }
        Containment containment =
                set.contained().isEmpty() ? null : set.contained().get(0);
        for (Containment more : set.contained()
                .subList(Math.min(1, set.contained().size()), set.contained().size())) {
            Location at = more.part().schema().at();
            expansion
                    .findings()
                    .checkedAfterwards(at.parent(), at.name(), "only one contains is enforced at one place");
        }
        List<Shape.Item> prefix = new ArrayList<>();
        for (int i = 0; i < Math.min(max, set.prefix().size()); i++) {
            prefix.add(item(set.prefix().get(i), containment));
        }
        Shape.Item rest = max > prefix.size() ? item(set.rest(), containment) : null;
        Shape.Matches matches =
                containment == null ? Shape.Matches.NONE : new Shape.Matches(containment.min(), containment.max());
        shapes.add(new Shape.ArrayShape(prefix, rest, set.min(), max, matches, set.unique()));
    }

    private Shape.Item item(Conjunction item, @Nullable Containment containment) {
        if (containment == null) {
            return new Shape.Item(graph.place(item), null);
        }
        // Without an upper bound a match may be left uncounted: some way of counting is enough.
        Conjunction plain = containment.max() == Shape.ANY_NUMBER
                ? item
                : item.and(Conjunction.of(containment.part().not()));
        return new Shape.Item(graph.place(plain), graph.place(item.and(Conjunction.of(containment.part()))));
    }
}
