package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

import dev.winnow.text.pattern.Language;
import dev.winnow.text.schema.ObjectSet.NameRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns what is asked of an object into its shape. */
final class ObjectBuilder {
    private static final int MOST_REGIONS = 64;
    private static final int MOST_DEPENDENTS = 200;
    /** Properties that need others and are told apart, in twice as many shapes each, where properties are counted. */
    private static final int MOST_SPLIT = 6;

    private final ValueGraph graph;
    private final Expansion expansion;
    private final UnlistedProperties unlisted;

    ObjectBuilder(ValueGraph graph, Expansion expansion, UnlistedProperties unlisted) {
        this.graph = graph;
        this.expansion = expansion;
        this.unlisted = unlisted;
    }

    /** Names that obey the same rules, and what the rules ask. */
    private record Region(Language names, Conjunction value) {}

    /** None if a required property can have no value. */
    List<Shape> build(ObjectSet set) {
        Set<String> dependents = set.dependents().keySet();
        if (set.min() <= set.required().size() || dependents.isEmpty() || dependents.size() > MOST_SPLIT) {
            return shape(set).map(List::of).orElse(List.of());
        }
        // What needs others cannot be counted on; told apart by whether it is there, it can.
        String name = dependents.iterator().next();
        List<Shape> shapes = new ArrayList<>(build(set.with(name)));
        shapes.addAll(build(set.without(name, expansion.nothing())));
        return shapes;
    }

    private Optional<Shape> shape(ObjectSet set) {
        Set<String> names = listed(set);
        if (set.dependents().size() > MOST_DEPENDENTS) {
            throw new SchemaTooLargeException(
                    Location.ROOT,
                    "dependentRequired",
                    "more than " + MOST_DEPENDENTS + " properties need others at one place");
        }
        expansion.spend((long) names.size() * set.rules().size() / 256);
        Map<String, Set<String>> needs = closed(set.dependents());
        Set<String> required = new LinkedHashSet<>(set.required());
        set.required().forEach(name -> required.addAll(needs.getOrDefault(name, Set.of())));
        List<String> possible = new ArrayList<>();
        Map<String, Conjunction> values = new LinkedHashMap<>();
        for (String name : names) {
            Conjunction value = set.value(name);
            if (!isNothing(value) && Texts.usable(name)) {
                possible.add(name);
                values.put(name, value);
            }
        }
        if (!values.keySet().containsAll(required)) {
            return Optional.empty();
        }
        List<Shape.Property> properties = new ArrayList<>();
        for (String name : possible) {
            Set<String> needed = needs.getOrDefault(name, Set.of());
            if (values.keySet().containsAll(needed)) {
                Set<Integer> places = new HashSet<>();
                needed.forEach(one -> places.add(possible.indexOf(one)));
                properties.add(new Shape.Property(
                        name, graph.place(requireNonNull(values.get(name))), required.contains(name), places));
            } else if (required.contains(name)) {
                return Optional.empty();
            } else {
                // Its place in the list stays, so that the places of the others do.
                properties.add(new Shape.Property(name, graph.place(expansion.nothing()), false, Set.of()));
            }
        }
        List<Shape.OtherProperties> others = others(set, names);
        int max = others.isEmpty() ? Math.min(set.max(), properties.size()) : set.max();
        return set.min() > max || required.size() > max
                ? Optional.empty()
                : Optional.of(new Shape.ObjectShape(properties, others, names, set.min(), max));
    }

    private static boolean isNothing(Conjunction value) {
        return value.parts().stream()
                .anyMatch(part ->
                        part.schema().node().isBoolean() && part.schema().node().booleanValue() == part.negated());
    }

    private static Set<String> listed(ObjectSet set) {
        Set<String> names = new LinkedHashSet<>();
        for (NameRule rule : set.rules()) {
            names.addAll(rule.names().names());
        }
        names.addAll(set.required());
        set.dependents().forEach((name, needed) -> {
            names.add(name);
            names.addAll(needed);
        });
        return names;
    }

    /** With each name all that it needs, and all that those need. */
    private static Map<String, Set<String>> closed(Map<String, Set<String>> dependents) {
        Map<String, Set<String>> closed = new LinkedHashMap<>();
        for (String name : dependents.keySet()) {
            Set<String> needed = new LinkedHashSet<>();
            List<String> open = new ArrayList<>(List.of(name));
            while (!open.isEmpty()) {
                for (String next : dependents.getOrDefault(open.remove(open.size() - 1), Set.of())) {
                    if (needed.add(next)) {
                        open.add(next);
                    }
                }
            }
            needed.remove(name);
            closed.put(name, needed);
        }
        return closed;
    }

    private List<Shape.OtherProperties> others(ObjectSet set, Set<String> listed) {
        List<Region> regions = List.of(new Region(Language.ANY, Conjunction.ANY));
        for (NameRule rule : set.rules()) {
            if (rule.names().others() || !rule.names().patterns().isEmpty()) {
                regions = split(regions, rule);
            }
        }
        List<Shape.OtherProperties> others = new ArrayList<>();
        for (Region region : regions) {
            boolean silent = region.value().parts().isEmpty() && unlisted == UnlistedProperties.LEFT_OUT;
            boolean leftOut = silent && !listed.isEmpty() && set.min() <= listed.size();
            if (!leftOut && !isListed(region.names(), listed)) {
                others.add(new Shape.OtherProperties(region.names(), graph.place(region.value())));
            }
        }
        return others;
    }

    private static boolean isListed(Language names, Set<String> listed) {
        return !names.isAny()
                && names.texts(listed.size()).map(listed::containsAll).orElse(false);
    }

    private static List<Region> split(List<Region> regions, NameRule rule) {
        List<Region> split = new ArrayList<>();
        for (Region region : regions) {
            if (rule.names().patterns().isEmpty()) {
                // It is for all names but some that are listed, and those are not looked at here.
                add(split, region.names(), region.value().and(rule.value()));
                continue;
            }
            Language matching = union(rule.names().patterns());
            Language inside = region.names().and(matching);
            Language outside = region.names().minus(matching);
            boolean others = rule.names().others();
            add(split, inside, others ? region.value() : region.value().and(rule.value()));
            add(split, outside, others ? region.value().and(rule.value()) : region.value());
        }
        if (split.size() > MOST_REGIONS) {
            throw new SchemaTooLargeException(
                    Location.ROOT, "patternProperties", "its patterns overlap in more than " + MOST_REGIONS + " ways");
        }
        return split;
    }

    private static void add(List<Region> regions, Language names, Conjunction value) {
        if (!names.isEmpty() && !isNothing(value)) {
            regions.add(new Region(names, value));
        }
    }

    private static Language union(List<Language> languages) {
        Language union = languages.get(0);
        for (Language more : languages.subList(1, languages.size())) {
            union = union.or(more);
        }
        return union;
    }
}
