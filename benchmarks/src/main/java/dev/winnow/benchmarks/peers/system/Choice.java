package dev.winnow.benchmarks.peers.system;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * Something that can be set.
 *
 * @param name of it
 * @param values at least one
 */
public record Choice(String name, List<String> values) {
    public Choice {
        requireNonNull(name, "name");
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " must have a value");
        }
    }

    /** With values as texts. */
    static Choice of(String name, Object... values) {
        return new Choice(name, Arrays.stream(values).map(Object::toString).toList());
    }
}
