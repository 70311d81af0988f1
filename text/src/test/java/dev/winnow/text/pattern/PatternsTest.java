package dev.winnow.text.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void patterns_are_found_where_java_finds_them(boolean looks) {
        Random random = new Random(20260101);
        RandomPatterns patterns = new RandomPatterns(random, looks);
        int compared = 0;
        for (int i = 0; i < 1000; i++) {
            String pattern = patterns.next();
            Optional<Pattern> java = java(pattern);
            Optional<Language> language = java.flatMap(readByJava -> language(pattern));
            if (language.isPresent()) {
                compared++;
                for (int j = 0; j < 30; j++) {
                    String text = RandomPatterns.text(random);
                    assertThat(language.get().contains(text))
                            .as("pattern %s (number %s), text \"%s\"", pattern, i, text)
                            .isEqualTo(java.orElseThrow().matcher(text).find());
                }
            }
        }
        assertThat(compared).isGreaterThan(950);
    }

    /** Java cannot tell the length of some look-behinds. */
    private static Optional<Pattern> java(String pattern) {
        try {
            return Optional.of(Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** A few of them are too large. */
    private static Optional<Language> language(String pattern) {
        try {
            return Optional.of(Patterns.compile(pattern));
        } catch (LanguageTooLargeException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '"',
            value = {
                "^[a-z0-9-]+$ a-1 A",
                "^\\d{4}-\\d{2}$ 2024-02 2024-2",
                "^https?:// https://x ftp://x",
                "^(?:a|(b))$ b ab",
                "^(?<year>[0-9]+)$ 12 a",
                "a{,2} a{,2} aa",
                "^x{a}$ x{a} xa",
                "^}]$ }] ]",
                "^[\\]\\-^]$ ^ a",
                "^[]$|b b a",
                "^[^]$ a ab",
                "^[\\w-.]$ - ,",
                "^[a\\-z]$ - b",
                "^\\-\\_\\@\\/$ -_@/ a",
                "^\\ud83d\\ude00$ 😀 a",
                "^[\\ud83d\\ude00-\\ud83d\\ude02]$ 😁 😃",
                "^.$ 😀 ab",
                "^\\s\\S$ \ufeffa a\u00a0",
                "^\\p{Lu}\\p{Letter}$ ÄÖ 1Ö",
                "^\\P{L}[^\\P{Nd}]$ -٣ a٣",
                "^\\p{Script=Greek}+$ αβ ab",
                "^\\p{sc=Grek}\\p{scx=Cyrillic}$ αж aж",
                "^\\p{Alphabetic}\\p{White_Space}\\p{ASCII}$ \"ж a\" \"ж ж\"",
            })
    void syntax_is_read_as_ecma_262_has_it(String pattern, String matching, String other) {
        Language language = Patterns.compile(pattern);

        assertThat(language.contains(matching)).isTrue();
        assertThat(language.contains(other)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "^(?!foo)[a-z]+$ bar food",
                "^((?!foo).)*$ fo-o a-foo-b",
                "^(?=.*\\d)(?=.*[a-z]).{3,5}$ ab1 abc",
                "^(?:(?=a)[ab]|c)+$ aca ab",
                "\\bword\\b a-word-b swords",
                "\\Bord word ord",
                "(?<=\\$)\\d+ $1 €1",
                "(?<!b+)c ac abbc",
                "a$|^b xa ab",
                "^(a|b$)+$ aab aba",
                "(?:a^)?b$ xb a",
                "^(?=(?!ab).)a a-ab ab-a",
            })
    void what_comes_before_and_after_can_be_asked_for(String pattern, String matching, String other) {
        Language language = Patterns.compile(pattern);

        assertThat(language.contains(matching)).isTrue();
        assertThat(language.contains(other)).isFalse();
    }

    /** The cases in which Java, which gives up on an empty round, is not to be asked; a browser's engine agrees. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"^(^-?){2}b -b", "((\\b^|b\\w)+?){2}$ ba", "((?!\\d|$\\B)-{0,2}){2}. -1"})
    void empty_rounds_of_a_loop_count(String pattern, String matching) {
        assertThat(Patterns.compile(pattern).contains(matching)).isTrue();
    }

    @Test
    void control_characters_have_escapes_of_their_own() {
        assertThat(Patterns.compile("^\\cJ\\x41\\u0042\\u{43}[\\b]\\t\\v\\f\\r\\n$")
                        .contains("\nABC\b\t\u000b\f\r\n"))
                .isTrue();
    }

    @Test
    void line_ends_are_no_places_of_their_own() {
        assertThat(Patterns.compile("^a$").contains("a\n")).isFalse();
        assertThat(Patterns.compile("^a").contains("b\na")).isFalse();
        assertThat(List.of("\n", "\r", "\u2028", "\u2029")).noneMatch(Patterns.compile("^.$")::contains);
        assertThat(Patterns.compile("^.$").contains("\u0085")).isTrue();
    }

    @Test
    void all_texts_and_none_are_known_as_such() {
        assertThat(List.of("", "^", "$", ".*", "a*", "(?=)", "(?:)", "a|", "^(?!a)|a"))
                .allMatch(pattern -> Patterns.compile(pattern).isAny());
        assertThat(List.of("[]", "a^", "$a", "\\0", "\\ud800", "(?!)", "(?=a)b", "^\\B$a"))
                .allMatch(pattern -> Patterns.compile(pattern).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(a)\\1; it refers back to a group",
                "\\k<a>; it refers back to a group",
                "(?m)a; a group begins with what is not read here",
                "(?P=a)b; a group begins with what is not read here",
                "(?>a); a group begins with what is not read here",
                "a**; there is nothing to repeat",
                "*a; there is nothing to repeat",
                "{2}; there is nothing to repeat",
                "a{2}{3}; there is nothing to repeat",
                "a{3,2}; a count ends before it begins",
                "[b-a]; a range of a class ends before it begins",
                "[a; it ends too early",
                "a\\; it ends too early",
                "(a; a group is not closed",
                "a); a group is closed that is not open",
                "\\Qa; \\Q means nothing in ECMA-262",
                "\\p{Nonsense}; no Unicode property \"Nonsense\" is known",
                "\\p{L; a } is missing",
                "\\x4; an escape has fewer than its 2 hexadecimal digits",
                "\\u{110000}; \\u{110000} is no code point",
                "\\c1; \\c is not followed by a letter",
                "(?<=^(?=a)b)c; it looks around within a look-behind",
            })
    void what_is_not_run_is_refused_with_its_reason(String pattern, String reason) {
        assertThatThrownBy(() -> Patterns.compile(pattern))
                .isInstanceOf(UnreadablePatternException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void long_and_deep_patterns_are_refused() {
        assertThatThrownBy(() -> Patterns.compile("a".repeat(4097)))
                .isInstanceOf(UnreadablePatternException.class)
                .hasMessage("it has 4097 characters, at most 4096 are taken");
        assertThatThrownBy(() -> Patterns.compile("(".repeat(101) + ")".repeat(101)))
                .isInstanceOf(UnreadablePatternException.class)
                .hasMessageContaining("more than 100 deep");
        assertThat(Patterns.compile("^" + "(".repeat(100) + "a" + ")*".repeat(100) + "$")
                        .contains("aaa"))
                .isTrue();
        assertThat(Patterns.compile("^" + "a".repeat(4095)).contains("a".repeat(5000)))
                .isTrue();
        assertThat(Patterns.compile("^.{1,2000}$").contains("a".repeat(2000))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000}){1000}",
                "((a?){1000}){1000}",
                "^(a?){1000}$",
                "^(a{0,100}){0,100}$",
                "a.{40}$",
                "^[a-z]{20000}$",
                "(?=.*a.{12}$)(?=.*b.{12}$)(?!.*c.{12}$).*",
                "^(?=(a?){2000}$)b",
                "(?<=a.{12}b).*(?<!c.{10}d)x"
            })
    void what_would_take_too_much_is_refused_before_it_does(String pattern) {
        refusedInTime(pattern);
    }

    @Test
    void many_conditions_are_refused_before_they_take_too_much() {
        refusedInTime("(?:(?=a.*)|b)*".repeat(250));
        refusedInTime("(x+x+)+y".repeat(500));
        assertThat(Patterns.compile("^((){100000}){1000000}$").contains("")).isTrue();
    }

    private static void refusedInTime(String pattern) {
        assertThat(assertTimeout(Duration.ofSeconds(20), () -> catchThrowable(() -> Patterns.compile(pattern))))
                .isInstanceOf(LanguageTooLargeException.class)
                .message()
                .startsWith("it ");
    }

    @Test
    void general_categories_share_all_code_points_out() {
        assertThat(Arrays.stream(GeneralCategory.values())
                        .filter(category -> category.name().length() == 1)
                        .mapToInt(category -> UnicodeProperties.named(category.name())
                                .orElseThrow()
                                .size())
                        .sum())
                .isEqualTo(CodePoints.ALL.size());
        assertThat(UnicodeProperties.named("L")).isEqualTo(UnicodeProperties.named("Letter"));
        assertThat(UnicodeProperties.named("digit")).isEqualTo(UnicodeProperties.named("Nd"));
    }
}
