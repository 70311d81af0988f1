package dev.winnow.text.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanguageTest {
    private static final String ALPHABET = "ab1-";
    private static final List<String> TEXTS = texts(5);

    /** All texts over the alphabet up to a length, the shortest first. */
    private static List<String> texts(int longest) {
        List<String> texts = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= longest; length++) {
            int to = texts.size();
            for (String start : List.copyOf(texts.subList(from, to))) {
                ALPHABET.chars().forEach(c -> texts.add(start + (char) c));
            }
            from = to;
        }
        return texts;
    }

    private static List<String> randomPatterns(int count) {
        RandomPatterns patterns = new RandomPatterns(new Random(7), true);
        return IntStream.range(0, count).mapToObj(i -> patterns.next()).toList();
    }

    @Test
    void operators_agree_with_membership() {
        List<String> patterns = randomPatterns(60);
        for (int i = 0; i + 1 < patterns.size(); i++) {
            Language one = Patterns.compile(patterns.get(i));
            Language other = Patterns.compile(patterns.get(i + 1));
            Language and = one.and(other);
            Language minus = one.minus(other);
            Language not = one.complement();
            for (String text : TEXTS) {
                boolean in = one.contains(text);
                assertThat(List.of(and.contains(text), minus.contains(text), not.contains(text)))
                        .as("%s, %s, %s", patterns.get(i), patterns.get(i + 1), text)
                        .containsExactly(in && other.contains(text), in && !other.contains(text), !in);
            }
            assertThat(one.and(not).isEmpty()).isTrue();
            assertThat(not.complement().minus(one).isEmpty()).isTrue();
        }
    }

    @Test
    void every_state_can_be_completed() {
        for (String pattern : randomPatterns(200)) {
            Language language = Patterns.compile(pattern);
            for (int state = 0; state < language.acceptor().states() && !language.isEmpty(); state++) {
                assertThat(language.acceptor().shortest(state, 0)).as(pattern).isNotEqualTo(Acceptor.NEVER);
            }
        }
    }

    @Test
    void shortest_ways_are_as_short_as_any_text_that_is_tried() {
        for (String pattern : randomPatterns(300)) {
            Language language = Patterns.compile(pattern);
            for (int atLeast = 0; atLeast <= 5; atLeast++) {
                int least = atLeast;
                int shortest = TEXTS.stream()
                        .filter(text -> text.length() >= least && language.contains(text))
                        .mapToInt(String::length)
                        .findFirst()
                        .orElse(Acceptor.NEVER);
                int found = language.acceptor().shortest(language.acceptor().start(), atLeast);
                assertThat(found).as("%s from %s", pattern, atLeast).isLessThanOrEqualTo(shortest);
                if (found != Acceptor.NEVER) {
                    String nearest = nearest(language, atLeast);
                    assertThat(language.contains(nearest)).as(pattern).isTrue();
                    assertThat(nearest.length()).as(pattern).isEqualTo(found).isGreaterThanOrEqualTo(atLeast);
                }
            }
        }
    }

    private static String nearest(Language language, int atLeast) {
        StringBuilder text = new StringBuilder();
        int state = language.acceptor().start();
        int open = atLeast;
        for (int c = language.acceptor().nearest(state, open);
                c >= 0;
                c = language.acceptor().nearest(state, open)) {
            text.appendCodePoint(c);
            state = language.acceptor().next(state, c);
            open = Math.max(0, open - 1);
        }
        return text.toString();
    }

    @Test
    void finite_languages_have_no_way_longer_than_their_longest_text() {
        Language language = Language.of(List.of("ab", "abcd"));

        assertThat(language.acceptor().shortest(0, 3)).isEqualTo(4);
        assertThat(language.acceptor().shortest(0, 5)).isEqualTo(Acceptor.NEVER);
        assertThat(language.acceptor().nearest(0, 5)).isEqualTo(-1);
    }

    @Test
    void nearest_characters_are_plain_where_they_may_be() {
        assertThat(nearest(Patterns.compile("^.[^a-z][\\x01-\\x20][\"\\\\\u00df][\"\\\\]$"), 0))
                .isEqualTo("a0 \u00df\"");
        assertThat(nearest(Patterns.compile("^[\\u4e00-\\u9fff][\\u0080-\\u00ff][\\n\\x01]$"), 0))
                .isEqualTo("\u4e00\u00a1\u0001");
    }

    @Test
    void stepping_tells_what_may_come() {
        Language language = Patterns.compile("^a[c-f\\u00e4\\u{1F600}-\\u{1F64F}]");
        int state = language.acceptor().next(language.acceptor().start(), 'a');

        assertThat(language.acceptor().next(language.acceptor().start(), 'b')).isEqualTo(-1);
        assertThat(language.acceptor().targets(state, 'a', 'b')).isEmpty();
        assertThat(language.acceptor().targets(state, 'a', 'c')).isNotEmpty();
        assertThat(language.acceptor().targets(state, 'f', 'z')).isNotEmpty();
        assertThat(language.acceptor().targets(state, 0x80, 0xe3)).isEmpty();
        assertThat(language.acceptor().targets(state, 0x80, 0xe4)).isNotEmpty();
        assertThat(language.acceptor().targets(state, 0x10000, 0x10FFFF)).isNotEmpty();
        assertThat(language.acceptor().next(state, 0x1F601))
                .isEqualTo(language.acceptor().next(state, 'c'));
        assertThat(language.acceptor().acceptsAll(state)).isFalse();
        assertThat(language.acceptor().acceptsAll(language.acceptor().next(state, 'c')))
                .isTrue();
    }

    @Test
    void surrogates_and_nul_are_in_no_text() {
        for (Language language :
                List.of(Language.ANY, Language.of(List.of()).complement(), Patterns.compile("^[^a]*$"))) {
            assertThat(language.contains("x\u0000")).isFalse();
            assertThat(language.contains("\ud83dx")).isFalse();
            assertThat(language.acceptor().next(language.acceptor().start(), 0xDFFF))
                    .isEqualTo(-1);
            assertThat(language.acceptor().targets(language.acceptor().start(), 0xD800, 0xDFFF))
                    .isEmpty();
            assertThat(language.contains("\ud83d\ude00\ud7ff\ue000\uffff")).isTrue();
        }
        assertThat(Language.of(List.of("a\u0000", "\ud800", "b")).texts(3)).contains(Set.of("b"));
    }

    @Test
    void any_and_empty_know_themselves() {
        assertThat(Language.ANY.isAny()).isTrue();
        assertThat(Language.ANY.acceptor().states()).isEqualTo(1);
        assertThat(Language.ANY.complement().isEmpty()).isTrue();
        assertThat(Language.of(List.of()).isEmpty()).isTrue();
        assertThat(Language.of(List.of("")).isEmpty()).isFalse();
        assertThat(Language.of(List.of("")).isAny()).isFalse();
        assertThat(Language.of(List.of()).acceptor().shortest(0, 0)).isEqualTo(Acceptor.NEVER);
        assertThat(Language.ANY.acceptor().shortest(0, 1_000_000)).isEqualTo(1_000_000);
    }

    @Test
    void few_texts_are_told_in_order() {
        assertThat(Patterns.compile("^(a|b{0,2})c?$").texts(8)).hasValueSatisfying(texts -> assertThat(texts)
                .containsExactly("", "a", "ac", "b", "bb", "bbc", "bc", "c"));
        assertThat(Patterns.compile("^(a|b{0,2})c?$").texts(7)).isEmpty();
        assertThat(Patterns.compile("^ab*$").texts(1000)).isEmpty();
        assertThat(Patterns.compile("^[a-z]{100}$").texts(Integer.MAX_VALUE)).isEmpty();
        assertThat(Language.of(List.of()).texts(0)).contains(Set.of());
    }

    @Test
    void long_and_many_texts_are_held() {
        List<String> texts =
                IntStream.range(0, 3000).mapToObj(i -> "name-" + i + "-é😀").toList();
        Language language = Language.of(texts);

        assertThat(texts).allMatch(language::contains);
        assertThat(language.contains("name-3000-é😀")).isFalse();
        assertThat(Language.of(List.of("x".repeat(3000), "y")).contains("x".repeat(3000)))
                .isTrue();
        assertThatThrownBy(() -> Language.of(List.of("x".repeat(20_001))))
                .isInstanceOf(LanguageTooLargeException.class);
    }

    @Test
    void lengths_that_take_too_much_are_refused() {
        Language language = Patterns.compile("^.{1,2000}$");

        assertThat(language.acceptor().shortest(0, 1500)).isEqualTo(1500);
        assertThatThrownBy(() -> language.acceptor().shortest(0, 2000)).isInstanceOf(LanguageTooLargeException.class);
    }
}
