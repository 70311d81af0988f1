package dev.winnow.coordinator.estimate;

import dev.winnow.text.pattern.Acceptor;
import dev.winnow.text.pattern.Language;
import dev.winnow.text.schema.Shape;
import dev.winnow.text.schema.ShapeSizes;
import dev.winnow.text.schema.Values;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Makes an output up that fits a shape, of a middling length: every property is there, texts are a few words, arrays
 * have a few items. Its tokens are a guess at those of real outputs, and no more than that.
 */
final class TypicalOutput {
    private static final int MOST_CHARACTERS = 1 << 16;
    private static final int TEXT_CHARACTERS = 24;
    private static final int ARRAY_ITEMS = 3;
    private static final int DEEPEST = 6;
    private static final int MOST_LISTED = 1000;
    private static final String WORDS = "a few words about the matter ";

    private final StringBuilder text = new StringBuilder();

    private TypicalOutput() {}

    /** The output, cut off where it gets very long. */
    static String of(Values values) {
        TypicalOutput output = new TypicalOutput();
        output.write(values, 0);
        return output.text.toString();
    }

    private void write(Values values, int depth) {
        if (text.length() > MOST_CHARACTERS) {
            return;
        }
        Shape shape = depth < DEEPEST ? usual(values) : shortest(values);
        if (shape instanceof Shape.ObjectShape object) {
            object(object, depth);
        } else if (shape instanceof Shape.ArrayShape array) {
            array(array, depth);
        } else if (shape instanceof Shape.StringShape string) {
            string(string);
        } else if (shape instanceof Shape.Literals literals) {
            text.append(literals.texts().get(0));
        } else {
            text.append("123");
        }
    }

    /** "A text or null" is a text more often than not. */
    private static Shape usual(Values values) {
        return values.shapes().stream()
                .filter(one -> !(one instanceof Shape.Literals))
                .findFirst()
                .orElseGet(() -> values.shapes().get(0));
    }

    private static Shape shortest(Values values) {
        return values.shapes().stream()
                .min(Comparator.comparingLong(ShapeSizes::of))
                .orElseThrow();
    }

    private void object(Shape.ObjectShape object, int depth) {
        text.append('{');
        String separator = "";
        for (Shape.Property property : object.properties()) {
            // What is deep down and need not be there would go on for ever in a schema that has itself within.
            if (property.required() || depth < DEEPEST) {
                text.append(separator).append('"').append(property.name()).append("\":");
                write(property.value(), depth + 1);
                separator = ",";
            }
        }
        text.append('}');
    }

    private void array(Shape.ArrayShape array, int depth) {
        int items = Math.max(array.min(), depth < DEEPEST ? Math.min(ARRAY_ITEMS, array.max()) : 0);
        text.append('[');
        for (int i = 0; i < items && text.length() <= MOST_CHARACTERS; i++) {
            Shape.Item item = array.item(i);
            if (item == null) {
                break;
            }
            Values matching = item.matching();
            text.append(i > 0 ? "," : "");
            write(item.plain().shapes().isEmpty() && matching != null ? matching : item.plain(), depth + 1);
        }
        text.append(']');
    }

    private void string(Shape.StringShape string) {
        text.append('"');
        Language language = string.language();
        int least = Math.min(string.minLength(), MOST_CHARACTERS);
        if (language.isAny()) {
            int most = Math.min(Math.max(least, Math.min(TEXT_CHARACTERS, string.maxLength())), MOST_CHARACTERS);
            for (int i = 0; i < most; i++) {
                text.append(WORDS.charAt(i % WORDS.length()));
            }
        } else {
            language.texts(MOST_LISTED).ifPresentOrElse(this::middle, () -> shortest(language.acceptor(), least));
        }
        text.append('"');
    }

    private void middle(Set<String> texts) {
        List<String> byLength =
                texts.stream().sorted(Comparator.comparingInt(String::length)).toList();
        text.append(byLength.get(byLength.size() / 2));
    }

    private void shortest(Acceptor acceptor, int least) {
        int state = acceptor.start();
        for (int left = least; acceptor.nearest(state, left) >= 0; left = Math.max(0, left - 1)) {
            int codePoint = acceptor.nearest(state, left);
            text.appendCodePoint(codePoint);
            state = acceptor.next(state, codePoint);
        }
    }
}
