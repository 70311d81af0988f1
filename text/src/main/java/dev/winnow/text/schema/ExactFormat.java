package dev.winnow.text.schema;

import com.networknt.schema.ExecutionContext;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import dev.winnow.text.pattern.Formats;
import dev.winnow.text.pattern.Language;
import java.util.List;
import java.util.stream.Stream;

/**
 * A format as its RFC has it, in the validator's place. The validator's own ones are near: they take no leap second and
 * no offset of {@code -00:00}, no top-level domain that is not in a list, and text behind a time.
 */
record ExactFormat(Format replaced, Language language, int longest) implements Format {

    /** The validator's drafts with these formats where they have them, oldest first. */
    static List<Dialect> dialects() {
        return Stream.of(
                        Dialects.getDraft4(),
                        Dialects.getDraft6(),
                        Dialects.getDraft7(),
                        Dialects.getDraft201909(),
                        Dialects.getDraft202012())
                .map(draft -> Dialect.builder(draft)
                        .formats(formats -> formats.replaceAll((name, format) -> exact(format)))
                        .build())
                .toList();
    }

    private static Format exact(Format format) {
        String name = format.getName();
        return Formats.exact(name)
                ? new ExactFormat(format, Formats.of(name).orElseThrow(), Formats.longest(name))
                : format;
    }

    @Override
    public String getName() {
        return replaced.getName();
    }

    @Override
    public String getMessageKey() {
        return replaced.getMessageKey();
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
        return value.codePointCount(0, value.length()) <= longest && language.contains(value);
    }
}
