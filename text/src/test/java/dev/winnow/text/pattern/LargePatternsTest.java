package dev.winnow.text.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns as people write them, of which an automaton would be too large. */
class LargePatternsTest {
    private static boolean takes(List<PatternLanguage> languages, String text) {
        return languages.stream().anyMatch(one -> one.contains(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "^.{1,65535}$ 1 65535",
                "^[^\\p{C}]{1,2048}$ 1 2048",
                "^[\\s\\S]{3,}$ 0 2147483647",
                "^(?=.{20,2048}$)arn:[a-z]+$ 20 2048",
                "^(?=^.{8,64}$)(?=.*\\d)[a-z0-9]*$ 8 64",
                "^(?=.{1,255}$)(?=[a-z.]{0,90}$)x 1 90"
            })
    void lengths_of_the_whole_text_are_kept_beside_the_language(String pattern, int min, int max) {
        List<PatternLanguage> languages = Patterns.languages(pattern);

        assertThat(languages).singleElement().satisfies(one -> {
            assertThat(one.exact()).isTrue();
            assertThat(one.minLength()).isEqualTo(min);
            assertThat(one.maxLength()).isEqualTo(max);
            assertThat(one.language().acceptor().states()).isLessThan(40);
        });
    }

    @Test
    void ways_with_and_without_lengths_stand_side_by_side() {
        List<PatternLanguage> languages = Patterns.languages("^$|^a+$|^[b-z]{20,1000}$");

        assertThat(languages).hasSize(2).allMatch(PatternLanguage::exact);
        assertThat(takes(languages, "")).isTrue();
        assertThat(takes(languages, "aaa")).isTrue();
        assertThat(takes(languages, "b".repeat(19))).isFalse();
        assertThat(takes(languages, "b".repeat(20))).isTrue();
    }

    @Test
    void counts_at_an_end_that_is_not_anchored_make_no_difference() {
        List<PatternLanguage> languages = Patterns.languages("((/[!-~]+/){1,511})?[A-Za-z0-9+=,.@_/-]{1,2048}");

        assertThat(languages)
                .singleElement()
                .satisfies(one -> assertThat(one.language().acceptor().states()).isEqualTo(2));
        assertThat(takes(languages, "(%)a")).isTrue();
        assertThat(takes(languages, "(%)")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "^https://([.\\-_a-zA-Z0-9]+/?){3,1016}$ https://a.b/c https://a",
                "^(?=.{1,255}$)([a-z0-9]([a-z0-9\\-]{0,61}[a-z0-9])?)(\\.[a-z0-9]([a-z0-9\\-]{0,61}[a-z0-9])?)*$ a.b-c.de a.-b",
                "^(?!.*--)(?!.*\\.\\.)([a-z.-]{1,9}[^q]{0,22}[^/:]){2,300}$ abcdefghi.k ab--cd",
                "^arn:(?=[^:]+:fsx:[^:]+:\\d{12}:)((|(?=[a-z0-9-.]{1,63})(?!\\d{1,3}(\\.\\d{1,3}){3})(?![^:]*-{2})[a-z0-9].*(?<!-)):){4}(?!/).{0,1024}$ arn:aws:fsx:us:123456789012:x arn:aws:fsx:us:12345678901:x"
            })
    void what_is_too_large_takes_more_and_is_judged_by_following_the_text(String pattern, String fits, String not) {
        List<PatternLanguage> languages = Patterns.languages(pattern);
        PatternMatcher matcher = Patterns.matcher(pattern);

        assertThat(takes(languages, fits)).isTrue();
        assertThat(matcher.finds(fits))
                .isTrue()
                .isEqualTo(Pattern.compile(pattern).matcher(fits).find());
        assertThat(matcher.finds(not))
                .isFalse()
                .isEqualTo(Pattern.compile(pattern).matcher(not).find());
    }

    @Test
    void matcher_languages_and_java_agree_on_random_patterns() {
        Random random = new Random(20261126);
        for (boolean looks : new boolean[] {false, true}) {
            RandomPatterns patterns = new RandomPatterns(random, looks);
            for (int i = 0; i < 1000; i++) {
                String pattern = patterns.next();
                List<PatternLanguage> languages = Patterns.languages(pattern);
                PatternMatcher matcher = Patterns.matcher(pattern);
                boolean exact = languages.stream().allMatch(PatternLanguage::exact);
                for (int j = 0; j < 20; j++) {
                    String text = RandomPatterns.text(random);
                    boolean found = matcher.finds(text);
                    assertThat(takes(languages, text))
                            .as("%s in %s (number %s)", pattern, text, i)
                            .isEqualTo(exact ? found : found || takes(languages, text));
                    assertThat(!found || takes(languages, text))
                            .as("%s in %s", pattern, text)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void loosened_patterns_take_all_that_the_patterns_do() {
        Random random = new Random(7);
        RandomPatterns patterns = new RandomPatterns(random, true);
        for (int i = 0; i < 500; i++) {
            String pattern = patterns.next();
            Node node = PatternReader.read(pattern);
            PatternMatcher matcher = new PatternMatcher(Steps.finding(node));
            PatternMatcher loose = new PatternMatcher(Steps.finding(Loosened.of(node)));
            for (int j = 0; j < 20; j++) {
                String text = RandomPatterns.text(random);
                assertThat(!matcher.finds(text) || loose.finds(text))
                        .as("%s in %s", pattern, text)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "\\A[0-9a-z]+\\Z a1 a1!",
                "^(?!(?i)aws)[A-Za-z]+$ Amazon AwSome",
                "(?i)^[a-c]+$ aBC aBd",
                "^(?i:yes|no)x$ YeSx YeSX",
                "^(?s:a.b)$ \"a\nb\" ab",
                "^[\\p{Print}&&[^|]]+$ a] a",
                "^\\p{Print}+$ a~ é",
                "^(?P<year>[0-9]{4})$ 2026 202"
            })
    void what_other_languages_have_is_read_as_it_is_meant(String pattern, String fits, String not) {
        assertThat(Patterns.compile(pattern).contains(fits)).isTrue();
        assertThat(Patterns.compile(pattern).contains(not)).isFalse();
    }
}
