package dev.winnow.text.schema;

import dev.winnow.text.pattern.Language;
import dev.winnow.text.pattern.Patterns;
import java.util.ArrayList;
import java.util.List;

/** Texts of a language whose length in code points lies within bounds. */
record StringSet(Language language, int min, int max) {
    static final StringSet ANY = new StringSet(Language.ANY, 0, Integer.MAX_VALUE);

    static StringSet of(Language language) {
        return new StringSet(language, 0, Integer.MAX_VALUE);
    }

    StringSet and(StringSet other) {
        if (equals(ANY) || other.equals(ANY)) {
            return equals(ANY) ? other : this;
        }
        int least = Math.max(min, other.min);
        int most = Math.min(max, other.max);
        return new StringSet(language.and(other.language), least, most);
    }

    /** The same texts, without bounds beside the language. */
    Language withLengthInLanguage() {
        if (min == 0 && max == Integer.MAX_VALUE) {
            return language;
        }
        String most = max == Integer.MAX_VALUE ? "" : String.valueOf(max);
        return language.and(Patterns.compile("^[\\s\\S]{" + min + "," + most + "}$"));
    }

    boolean isEmpty() {
        return min > max || language.isEmpty();
    }

    /** The texts that are shorter or longer. */
    static List<StringSet> outside(int min, int max) {
        List<StringSet> outside = new ArrayList<>();
        if (min > 0) {
            outside.add(new StringSet(Language.ANY, 0, min - 1));
        }
        if (max < Integer.MAX_VALUE) {
            outside.add(new StringSet(Language.ANY, max + 1, Integer.MAX_VALUE));
        }
        return outside;
    }
}
