package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

import dev.winnow.text.pattern.Language;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values of one type that fit one combination of what a schema says, as it is enforced while decoding. Every shape of a
 * compiled schema has at least one value. Immutable.
 */
public sealed interface Shape {
    /** No upper bound. */
    int ANY_NUMBER = Integer.MAX_VALUE;

    /**
     * An object: listed properties in this order, then any number of others.
     *
     * @param properties the listed ones
     * @param others which others may come, by their names; no name belongs to two of them
     * @param excluded names that no other property may have, the listed ones among them
     * @param min the fewest properties
     * @param max the most
     */
    record ObjectShape(List<Property> properties, List<OtherProperties> others, Set<String> excluded, int min, int max)
            implements Shape {
        /** Copies the lists. */
        public ObjectShape {
            properties = List.copyOf(properties);
            others = List.copyOf(others);
            excluded = Set.copyOf(excluded);
            requireRange(min, max, "properties");
        }
    }

    /**
     * A listed property.
     *
     * @param required whether it must be there
     * @param needs places in the list of those that must be there if this one is, and all that they need
     */
    record Property(String name, Values value, boolean required, Set<Integer> needs) {
        /** Checks that all is there. */
        public Property {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
            needs = Set.copyOf(needs);
        }
    }

    /** Properties that are not listed, with names of one language. */
    record OtherProperties(Language names, Values value) {
        /** Checks that all is there. */
        public OtherProperties {
            requireNonNull(names, "names");
            requireNonNull(value, "value");
        }
    }

    /**
     * An array.
     *
     * @param prefix what the first items are, one by one
     * @param rest what all items behind them are; null if none may come
     * @param matches the fewest and the most items that are of the matching kind of their place
     * @param unique whether no two items may be equal
     */
    record ArrayShape(List<Item> prefix, @Nullable Item rest, int min, int max, Matches matches, boolean unique)
            implements Shape {
        /** Copies the items. */
        public ArrayShape {
            prefix = List.copyOf(prefix);
            requireNonNull(matches, "matches");
            requireRange(min, max, "items");
        }

        /** What an item is at a place; null behind the last. */
        public @Nullable Item item(int place) {
            return place < prefix.size() ? prefix.get(place) : rest;
        }
    }

    /** How many items match. */
    record Matches(int min, int max) {
        /** Nothing is asked. */
        public static final Matches NONE = new Matches(0, ANY_NUMBER);
    }

    /**
     * What an item of an array is.
     *
     * @param plain what does not count as a match
     * @param matching what counts as one; null if nothing is asked of matches
     */
    record Item(Values plain, @Nullable Values matching) {}

    /** A string of a language; lengths in code points. */
    record StringShape(Language language, int minLength, int maxLength) implements Shape {
        /** Checks that some string may exist. */
        public StringShape {
            requireNonNull(language, "language");
            requireRange(minLength, maxLength, "length");
        }
    }

    /** A number. */
    record NumberShape(NumberSet numbers) implements Shape {
        /** Checks that it is there. */
        public NumberShape {
            requireNonNull(numbers, "numbers");
        }
    }

    /** {@code null}, {@code true} or {@code false}: one of these. */
    record Literals(List<String> texts) implements Shape {
        /** Copies the texts. */
        public Literals {
            texts = List.copyOf(texts);
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("texts must not be empty");
            }
        }
    }

    private static void requireRange(int min, int max, String what) {
        if (min < 0 || max < min) {
            throw new IllegalArgumentException(what + " from " + min + " to " + max + " is no range");
        }
    }
}
