package dev.winnow.coordinator.estimate;

import dev.winnow.text.schema.Shape;
import java.util.Iterator;
import java.util.List;

/**
 * Makes an output up that fits a shape, of a middling length: every property is there, texts are a few words, arrays
 * have a few items. Its tokens are a guess at those of real outputs, and no more than that.
 */
final class TypicalOutput {
    private static final int MOST_CHARACTERS = 1 << 16;
    private static final int TEXT_CHARACTERS = 24;
    private static final int ARRAY_ITEMS = 3;
    private static final String WORDS = "a few words about the matter ";

    private final StringBuilder text = new StringBuilder();

    private TypicalOutput() {}

    /** The output, cut off where it gets very long. */
    static String of(Shape shape) {
        TypicalOutput output = new TypicalOutput();
        output.write(shape);
        return output.text.toString();
    }

    private void write(Shape shape) {
        if (text.length() > MOST_CHARACTERS) {
            return;
        }
        if (shape instanceof Shape.ObjectShape object) {
            text.append('{');
            for (Iterator<Shape.Property> properties = object.properties().iterator(); properties.hasNext(); ) {
                Shape.Property property = properties.next();
                text.append('"').append(property.name()).append("\":");
                write(property.shape());
                text.append(properties.hasNext() ? "," : "");
            }
            text.append('}');
        } else if (shape instanceof Shape.ArrayShape array) {
            array(array);
        } else if (shape instanceof Shape.StringShape string) {
            string(Math.max(string.minLength(), Math.min(TEXT_CHARACTERS, string.maxLength())));
        } else if (shape instanceof Shape.Literals literals) {
            text.append(middle(literals.texts()));
        } else if (shape instanceof Shape.Union union) {
            // "A text or null" is a text more often than not.
            write(union.alternatives().stream()
                    .filter(one -> !(one instanceof Shape.Literals))
                    .findFirst()
                    .orElseGet(() -> union.alternatives().get(0)));
        } else {
            text.append("123");
        }
    }

    private void array(Shape.ArrayShape array) {
        int items = Math.max(array.minItems(), Math.min(ARRAY_ITEMS, array.maxItems()));
        text.append('[');
        for (int i = 0; i < items && text.length() <= MOST_CHARACTERS; i++) {
            text.append(i > 0 ? "," : "");
            write(array.items());
        }
        text.append(']');
    }

    private void string(int length) {
        int most = Math.min(length, MOST_CHARACTERS);
        text.append('"');
        for (int i = 0; i < most; i++) {
            text.append(WORDS.charAt(i % WORDS.length()));
        }
        text.append('"');
    }

    private static String middle(List<String> texts) {
        List<String> byLength = texts.stream()
                .sorted(java.util.Comparator.comparingInt(String::length))
                .toList();
        return byLength.get(byLength.size() / 2);
    }
}
