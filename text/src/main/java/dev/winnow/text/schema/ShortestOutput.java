package dev.winnow.text.schema;

import java.nio.charset.StandardCharsets;

/** How many bytes an output has at least; keeps hostile schemas from taking memory. */
final class ShortestOutput {
    private ShortestOutput() {}

    static long bytes(Shape shape) {
        if (shape instanceof Shape.ObjectShape object) {
            return 2
                    + object.properties().stream()
                            .filter(Shape.Property::required)
                            .mapToLong(property -> utf8(property.name()) + 4 + bytes(property.shape()))
                            .reduce(0, ShortestOutput::saturatingAdd);
        }
        if (shape instanceof Shape.ArrayShape array) {
            return 2 + Math.min(Integer.MAX_VALUE, bytes(array.items()) + 1) * array.minItems();
        }
        if (shape instanceof Shape.StringShape string) {
            return 2 + (long) string.minLength();
        }
        if (shape instanceof Shape.Literals literals) {
            return literals.texts().stream()
                    .mapToLong(ShortestOutput::utf8)
                    .min()
                    .orElseThrow();
        }
        if (shape instanceof Shape.Union union) {
            return union.alternatives().stream()
                    .mapToLong(ShortestOutput::bytes)
                    .min()
                    .orElseThrow();
        }
        return 1;
    }

    private static long saturatingAdd(long a, long b) {
        return Math.min(Long.MAX_VALUE / 4, a + b);
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
