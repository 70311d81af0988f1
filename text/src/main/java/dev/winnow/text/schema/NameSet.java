package dev.winnow.text.schema;

import dev.winnow.text.pattern.Language;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which property names a rule is for: those listed or matching a pattern, or all others.
 *
 * @param others whether it is for all but these
 */
record NameSet(Set<String> names, List<Language> patterns, boolean others) {
    static final NameSet NONE = new NameSet(Set.of(), List.of(), false);
    static final NameSet ALL = new NameSet(Set.of(), List.of(), true);

    NameSet {
        names = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(names));
        patterns = List.copyOf(patterns);
    }

    static NameSet of(String name) {
        return new NameSet(Set.of(name), List.of(), false);
    }

    static NameSet of(Language pattern) {
        return new NameSet(Set.of(), List.of(pattern), false);
    }

    boolean contains(String name) {
        boolean listed = names.contains(name) || patterns.stream().anyMatch(pattern -> pattern.contains(name));
        return listed != others;
    }

    boolean isAll() {
        return others && names.isEmpty() && patterns.isEmpty();
    }

    NameSet complement() {
        return new NameSet(names, patterns, !others);
    }

    /** Those of both; neither may be for the others of something, except for all. */
    NameSet or(NameSet more) {
        if (isAll() || more.isAll()) {
            return ALL;
        }
        if (others || more.others) {
            throw new IllegalArgumentException("only sets that are listed can be joined");
        }
        Set<String> allNames = new LinkedHashSet<>(names);
        allNames.addAll(more.names);
        List<Language> allPatterns = new ArrayList<>(patterns);
        allPatterns.addAll(more.patterns);
        return new NameSet(allNames, allPatterns, false);
    }
}
