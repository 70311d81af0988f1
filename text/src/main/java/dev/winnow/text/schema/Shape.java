package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.util.List;

/**
 * What an output looks like: the part of a schema that is enforced while decoding, with everything resolved that a
 * schema may say in several ways. Every shape has at least one value. Immutable.
 */
public sealed interface Shape {
    /** An object with these properties and no others, in this order. */
    record ObjectShape(List<Property> properties) implements Shape {
        /** Copies the properties. */
        public ObjectShape {
            properties = List.copyOf(properties);
        }
    }

    /** A property of an object; one that is not required may be left out. */
    record Property(String name, Shape shape, boolean required) {
        /** Checks that all is there. */
        public Property {
            requireNonNull(name, "name");
            requireNonNull(shape, "shape");
        }
    }

    /** An array of one kind of item; {@link Integer#MAX_VALUE} items mean no upper bound. */
    record ArrayShape(Shape items, int minItems, int maxItems) implements Shape {
        /** Checks that some array exists. */
        public ArrayShape {
            requireNonNull(items, "items");
            requireRange(minItems, maxItems, "items");
        }
    }

    /** A string; lengths in code points, {@link Integer#MAX_VALUE} means no upper bound. */
    record StringShape(int minLength, int maxLength) implements Shape {
        /** Checks that some string exists. */
        public StringShape {
            requireRange(minLength, maxLength, "length");
        }
    }

    /**
     * A number without exponent: {@code low <= value * 10^scale <= high}, and at most {@code scale} digits after the
     * point. Scale 0 is an integer, written without a point.
     */
    record NumberShape(BigInteger low, BigInteger high, int scale) implements Shape {
        /** Checks that some number exists. */
        public NumberShape {
            if (low.compareTo(high) > 0) {
                throw new IllegalArgumentException("low " + low + " is above high " + high);
            }
            if (scale < 0) {
                throw new IllegalArgumentException("scale must not be negative, was " + scale);
            }
        }
    }

    /** One of these JSON values, as compact text; null and booleans among them. */
    record Literals(List<String> texts) implements Shape {
        /** The two truth values. */
        public static final Literals BOOLEAN = new Literals(List.of("true", "false"));

        /** Nothing but null. */
        public static final Literals NULL = new Literals(List.of("null"));

        /** Copies the texts. */
        public Literals {
            texts = List.copyOf(texts);
            if (texts.isEmpty()) {
                throw new IllegalArgumentException("texts must not be empty");
            }
        }
    }

    /** One of these shapes; their first bytes tell them apart. */
    record Union(List<Shape> alternatives) implements Shape {
        /** Copies the alternatives. */
        public Union {
            alternatives = List.copyOf(alternatives);
            if (alternatives.size() < 2) {
                throw new IllegalArgumentException("a union has at least two alternatives, had " + alternatives.size());
            }
        }
    }

    private static void requireRange(int min, int max, String what) {
        if (min < 0 || max < min) {
            throw new IllegalArgumentException(what + " from " + min + " to " + max + " is no range");
        }
    }
}
