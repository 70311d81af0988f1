package dev.winnow.text.schema;

import dev.winnow.text.pattern.Language;
import dev.winnow.text.pattern.LanguageTooLargeException;
import dev.winnow.text.pattern.PatternLanguage;
import dev.winnow.text.pattern.Patterns;
import java.lang.ref.SoftReference;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The patterns of one schema, each compiled once, and not anew if an other schema had it not long ago. Not thread-safe.
 */
final class Patternbook {
    private static final int MOST_SHARED = 200;

    /** The least of a pattern's states that is not kept beyond its schema. */
    private static final int LARGE = 2_000;

    private static final Map<String, SoftReference<List<PatternLanguage>>> SHARED =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, SoftReference<List<PatternLanguage>>> eldest) {
                    return size() > MOST_SHARED;
                }
            });

    private static final String LARGE_PATTERN =
            "it is too large for an automaton: what it takes without its counts and conditions is enforced, an output that does not"
                    + " fit becomes an error";

    private final Findings findings;
    private final Map<String, List<PatternLanguage>> known = new HashMap<>();
    private int states;
    private int overlarge;

    Patternbook(Findings findings) {
        this.findings = findings;
    }

    /**
     * The languages of a pattern, of which one is enough; none if no text has it. If they take more than the pattern
     * does, that is reported. A pattern that cannot be read is refused, and takes anything.
     */
    List<PatternLanguage> languages(String pattern, Location at, String keyword) {
        try {
            List<PatternLanguage> languages = known.get(pattern);
            if (languages == null) {
                languages = compiled(pattern, at, keyword);
                known.put(pattern, languages);
            }
            if (!languages.stream().allMatch(PatternLanguage::exact)) {
                requireJudge(pattern);
                findings.checkedAfterwards(at, keyword, LARGE_PATTERN);
            }
            return languages;
        } catch (dev.winnow.text.pattern.UnreadablePatternException | LanguageTooLargeException e) {
            findings.refuse(at, keyword, String.valueOf(e.getMessage()), LinearPatterns.REMEDY);
            return List.of(new PatternLanguage(Language.ANY, 0, Integer.MAX_VALUE, true));
        }
    }

    /** The language of a pattern for names; empty, and reported, if it is too large. */
    Optional<Language> ofNames(String pattern, Location at, String keyword) {
        List<PatternLanguage> languages = languages(pattern, at, keyword);
        if (!languages.stream().allMatch(PatternLanguage::exact)) {
            return Optional.empty();
        }
        try {
            Language all = Language.of(List.of());
            for (PatternLanguage one : languages) {
                all = all.or(new StringSet(one.language(), one.minLength(), one.maxLength()).withLengthInLanguage());
            }
            return Optional.of(all);
        } catch (LanguageTooLargeException e) {
            findings.checkedAfterwards(at, keyword, LARGE_PATTERN);
            return Optional.empty();
        }
    }

    private List<PatternLanguage> compiled(String pattern, Location at, String keyword) {
        SoftReference<List<PatternLanguage>> kept = SHARED.get(pattern);
        List<PatternLanguage> shared = kept == null ? null : kept.get();
        List<PatternLanguage> languages = shared == null ? Patterns.languages(pattern) : shared;
        int own = languages.stream()
                .mapToInt(one -> one.language().acceptor().states())
                .sum();
        states += own;
        overlarge += languages.stream().allMatch(PatternLanguage::exact) ? 0 : 1;
        if (states > SchemaLimits.ALL_PATTERN_STATES || overlarge > SchemaLimits.OVERLARGE_PATTERNS) {
            throw new SchemaTooLargeException(at, keyword, "the patterns of the schema are too large together");
        }
        if (own < LARGE) {
            SHARED.put(pattern, new SoftReference<>(languages));
        }
        return languages;
    }

    /** Whoever checks an output afterwards must be able to. */
    private static void requireJudge(String pattern) {
        try {
            LinearPatterns.compile(pattern);
        } catch (UnreadablePatternException e) {
            Patterns.matcher(pattern);
        }
    }
}
