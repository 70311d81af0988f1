package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Objects that fit one combination of keywords.
 *
 * @param rules what the values of properties must fit, by their names
 * @param required the properties that must be there
 * @param dependents by property: the properties that must be there if it is
 * @param min the fewest properties
 * @param max the most, {@link Integer#MAX_VALUE} for any number
 */
record ObjectSet(List<NameRule> rules, Set<String> required, Map<String, Set<String>> dependents, int min, int max) {
    static final ObjectSet ANY = new ObjectSet(List.of(), Set.of(), Map.of(), 0, Integer.MAX_VALUE);

    /** The value of each property with such a name must fit this. */
    record NameRule(NameSet names, Conjunction value) {}

    ObjectSet {
        rules = List.copyOf(rules);
        required = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(required));
        dependents = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(dependents));
    }

    static ObjectSet of(List<NameRule> rules) {
        return new ObjectSet(rules, Set.of(), Map.of(), 0, Integer.MAX_VALUE);
    }

    static ObjectSet requiring(Set<String> names) {
        return new ObjectSet(List.of(), names, Map.of(), 0, Integer.MAX_VALUE);
    }

    static ObjectSet dependent(Map<String, Set<String>> dependents) {
        return new ObjectSet(List.of(), Set.of(), dependents, 0, Integer.MAX_VALUE);
    }

    static ObjectSet counted(int min, int max) {
        return new ObjectSet(List.of(), Set.of(), Map.of(), min, max);
    }

    ObjectSet and(ObjectSet other) {
        if (equals(ANY) || other.equals(ANY)) {
            return equals(ANY) ? other : this;
        }
        int least = Math.max(min, other.min);
        int most = Math.min(max, other.max);
        List<NameRule> allRules = new ArrayList<>(rules);
        other.rules.stream().filter(rule -> !allRules.contains(rule)).forEach(allRules::add);
        Set<String> allRequired = new LinkedHashSet<>(required);
        allRequired.addAll(other.required);
        Map<String, Set<String>> allDependents = new LinkedHashMap<>(dependents);
        other.dependents.forEach((name, needed) -> allDependents.merge(name, needed, (a, b) -> {
            Set<String> both = new LinkedHashSet<>(a);
            both.addAll(b);
            return both;
        }));
        return new ObjectSet(allRules, allRequired, allDependents, least, most);
    }

    /** Those that have a property, and so what it needs. */
    ObjectSet with(String name) {
        Set<String> more = new LinkedHashSet<>(required);
        more.add(name);
        more.addAll(dependents.getOrDefault(name, Set.of()));
        return new ObjectSet(rules, more, dependentsBut(name), min, max);
    }

    /** Those that do not have a property. */
    ObjectSet without(String name, Conjunction nothing) {
        List<NameRule> more = new ArrayList<>(rules);
        more.add(new NameRule(NameSet.of(name), nothing));
        return new ObjectSet(more, required, dependentsBut(name), min, max);
    }

    private Map<String, Set<String>> dependentsBut(String name) {
        Map<String, Set<String>> others = new LinkedHashMap<>(dependents);
        others.remove(name);
        return others;
    }

    /** What the value of a property must fit. */
    Conjunction value(String name) {
        Conjunction all = Conjunction.ANY;
        for (NameRule rule : rules) {
            if (rule.names().contains(name)) {
                all = all.and(rule.value());
            }
        }
        return all;
    }

    boolean isEmpty() {
        return min > max || required.size() > max;
    }
}
