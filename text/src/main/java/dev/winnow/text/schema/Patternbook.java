package dev.winnow.text.schema;

import dev.winnow.text.pattern.Language;
import dev.winnow.text.pattern.LanguageTooLargeException;
import dev.winnow.text.pattern.Patterns;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The patterns of one schema, each compiled once, and not anew if an other schema had it not long ago. Not thread-safe.
 */
final class Patternbook {
    private static final int MOST_SHARED = 200;

    /** The least of a pattern's states that is not kept beyond its schema. */
    private static final int LARGE = 2_000;

    private static final Map<String, SoftReference<Language>> SHARED =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Language>> eldest) {
                    return size() > MOST_SHARED;
                }
            });

    private final Findings findings;
    private final Map<String, Optional<Language>> known = new HashMap<>();
    private int states;
    private int overlarge;

    Patternbook(Findings findings) {
        this.findings = findings;
    }

    /** The language of a pattern; empty, and reported, if outputs can only be checked against it, or not even that. */
    Optional<Language> language(String pattern, Location at, String keyword) {
        Optional<Language> before = known.get(pattern);
        if (before == null) {
            before = compile(pattern, at, keyword);
            known.put(pattern, before);
        } else if (before.isEmpty()) {
            fallBack(pattern, at, keyword, "the pattern is too large for an automaton");
        }
        return before;
    }

    private Optional<Language> compile(String pattern, Location at, String keyword) {
        try {
            SoftReference<Language> kept = SHARED.get(pattern);
            Language shared = kept == null ? null : kept.get();
            Language language = shared == null ? Patterns.compile(pattern) : shared;
            states += language.states();
            if (states > SchemaLimits.ALL_PATTERN_STATES) {
                throw tooMuch(at, keyword);
            }
            if (language.states() < LARGE) {
                SHARED.put(pattern, new SoftReference<>(language));
            }
            return Optional.of(language);
        } catch (dev.winnow.text.pattern.UnreadablePatternException | LanguageTooLargeException e) {
            if (e instanceof LanguageTooLargeException && ++overlarge > SchemaLimits.OVERLARGE_PATTERNS) {
                throw tooMuch(at, keyword);
            }
            fallBack(pattern, at, keyword, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static SchemaTooLargeException tooMuch(Location at, String keyword) {
        return new SchemaTooLargeException(at, keyword, "the patterns of the schema are too large together");
    }

    private void fallBack(String pattern, Location at, String keyword, String reason) {
        try {
            LinearPatterns.compile(pattern);
            findings.checkedAfterwards(at, keyword, reason);
        } catch (UnreadablePatternException e) {
            findings.refuse(at, keyword, reason, LinearPatterns.REMEDY);
        }
    }
}
