package dev.winnow.text.merge;

import dev.winnow.text.evidence.OutputValue.Kind;
import dev.winnow.text.merge.Found.Elements;
import dev.winnow.text.merge.Found.Members;
import dev.winnow.text.merge.Found.Scalar;
import java.math.BigDecimal;
import java.util.TreeMap;

/** Values as texts that are equal if and only if the values are, to JSON Schema: 1 and 1.0 are one value. */
final class Canonical {
    private final StringBuilder text = new StringBuilder();

    private Canonical() {}

    static String of(Found found) {
        Canonical canonical = new Canonical();
        canonical.write(found);
        return canonical.text.toString();
    }

    private void write(Found found) {
        if (found instanceof Scalar scalar) {
            write(scalar.kind(), scalar.text());
        } else if (found instanceof Members members) {
            text.append('{');
            new TreeMap<>(members.byName()).forEach((name, member) -> {
                write(Kind.STRING, name);
                write(member);
            });
            text.append('}');
        } else if (found instanceof Elements elements) {
            text.append('[');
            elements.items().forEach(this::write);
            text.append(']');
        }
    }

    // The length before the characters, so that no text runs over into the next.
    private void write(Kind kind, String value) {
        if (kind == Kind.NUMBER) {
            text.append('#').append(number(value)).append(';');
        } else {
            text.append(kind == Kind.STRING ? '"' : '!')
                    .append(value.length())
                    .append(':')
                    .append(value);
        }
    }

    private static String number(String value) {
        BigDecimal number = new BigDecimal(value);
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toString();
    }
}
