package dev.winnow.text.constraint;

import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Texts that may not come again, as bytes in the characters of ISO 8859-1. Immutable. */
final class UsedTexts {
    static final UsedTexts NONE = new UsedTexts(new TreeSet<>());

    private final NavigableSet<String> texts;
    private final int hash;

    private UsedTexts(NavigableSet<String> texts) {
        this.texts = texts;
        this.hash = texts.hashCode();
    }

    /** Names as keys with their quotes. */
    static UsedTexts of(Set<String> names) {
        NavigableSet<String> texts = new TreeSet<>();
        names.forEach(name -> texts.add(Keys.quoted(name)));
        return new UsedTexts(texts);
    }

    UsedTexts and(UsedTexts more) {
        if (texts.isEmpty() || more.texts.isEmpty()) {
            return texts.isEmpty() ? more : this;
        }
        NavigableSet<String> both = new TreeSet<>(texts);
        both.addAll(more.texts);
        return new UsedTexts(both);
    }

    UsedTexts with(String text) {
        NavigableSet<String> more = new TreeSet<>(texts);
        more.add(text);
        return new UsedTexts(more);
    }

    int size() {
        return texts.size();
    }

    boolean contains(String text) {
        return texts.contains(text);
    }

    /** Whether some of them begins so. */
    boolean anyBeginsWith(String text) {
        String next = texts.ceiling(text);
        return next != null && next.startsWith(text);
    }

    /** Those of them that begin so. */
    Set<String> beginningWith(String text) {
        return texts.subSet(text, true, text + Character.MAX_VALUE, false);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsedTexts used && hash == used.hash && texts.equals(used.texts);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
