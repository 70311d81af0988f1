package dev.winnow.benchmarks.peers.system;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;

/**
 * Something that can be set.
 *
 * @param name of it
 * @param form what its values look like
 * @param values that are tried, at least one
 */
public record Choice(String name, Form form, List<String> values) {
    public Choice {
        requireNonNull(name, "name");
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " must have a value");
        }
        for (String value : values) {
            if (!form.admits(value)) {
                throw new IllegalArgumentException("%s must be %s, was '%s'".formatted(name, form.words(), value));
            }
        }
    }

    /** With values as texts. */
    static Choice of(String name, Form form, Object... values) {
        return new Choice(
                name, form, Arrays.stream(values).map(Object::toString).toList());
    }

    /**
     * The same with this value only, which need not be among those that are tried.
     *
     * @throws IllegalArgumentException if it cannot be a value; the message says what can
     */
    public Choice fixed(String value) {
        return new Choice(name, form, List.of(value));
    }
}
