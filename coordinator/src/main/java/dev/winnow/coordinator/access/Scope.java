package dev.winnow.coordinator.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key may do. */
public enum Scope {
    /** Submit, read and cancel extraction jobs. */
    EXTRACT,
    /** Train adapters. */
    TRAIN,
    /** Everything that a tenant may do, and look after keys. */
    ADMIN,
    /** Take work and report on it. */
    WORKER;

    static String write(Set<Scope> scopes) {
        return scopes.stream()
                .map(scope -> scope.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(","));
    }

    static Set<Scope> read(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(name -> valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a key with these scopes may do what asks for this one. */
    boolean allowedBy(Set<Scope> scopes) {
        return scopes.contains(this) || (this != WORKER && scopes.contains(ADMIN));
    }
}
