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
    /** Everything that a tenant may do, and look after its keys. */
    ADMIN,
    /** Look after all tenants' keys, the workers, and messages that could not be read. */
    OPERATOR,
    /** Take work and report on it. */
    WORKER;

    /** The name in the database and the API. */
    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String write(Set<Scope> scopes) {
        return scopes.stream().map(Scope::stored).sorted().collect(Collectors.joining(","));
    }

    static Set<Scope> read(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(name -> valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a key with these scopes may do what asks for this one. */
    boolean allowedBy(Set<Scope> scopes) {
        return scopes.contains(this) || (this != WORKER && this != OPERATOR && scopes.contains(ADMIN));
    }
}
