package dev.winnow.text.constraint;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.winnow.text.schema.NumberSet;
import dev.winnow.text.schema.RandomNumberSets;
import dev.winnow.text.tokenizer.Vocabulary;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every byte of numbers, against what the set says that it contains. */
class NumberDigitsTest {
    static final String ALPHABET = "0123456789-.";
    private static final TokenTrie TRIE =
            new TokenTrie(SmallVocabulary.ofAllBytes().vocabulary());

    private static NumberWays ways(NumberSet set) {
        return new NumberWays(TRIE, set);
    }

    private static @Nullable NumberPlace place(NumberWays ways, String numeral) {
        NumberPlace place = ways.start();
        for (int i = 0; i < numeral.length() && place != null; i++) {
            place = place.step(numeral.charAt(i));
        }
        return place;
    }

    private static boolean accepts(NumberSet set, String numeral) {
        NumberPlace place = place(ways(set), numeral);
        return place != null && place.canEnd();
    }

    static String spelled(Ending ending) {
        StringBuilder text = new StringBuilder();
        for (Ending rest = ending; rest != Ending.HERE; rest = rest.skip(1)) {
            text.append((char) rest.first());
        }
        return text.toString();
    }

    static Stream<NumeralSearch> searches() {
        RandomNumberSets sets = new RandomNumberSets(new Random(3));
        return Stream.of(
                        Stream.generate(sets::next).limit(150).map(set -> new NumeralSearch(set, 3)),
                        Stream.generate(sets::next).limit(30).map(set -> new NumeralSearch(set, 4)),
                        Stream.generate(sets::next).limit(2).map(set -> new NumeralSearch(set, 5)))
                .flatMap(searches -> searches)
                .filter(search -> !search.set().isEmpty());
    }

    @Test
    void numerals_of_a_set_are_accepted_and_their_beginnings_live_and_no_others() {
        assertThat(searches()
                        .peek(search -> search.compare("", ways(search.set()).start(), true)))
                .hasSizeGreaterThan(120);
    }

    static Stream<NumberSet> realSets() {
        NumberSet positive = NumberSet.from(BigDecimal.ZERO, true);
        return Stream.of(
                NumberSet.ANY,
                NumberSet.INTEGERS,
                positive,
                NumberSet.from(new BigDecimal("1e-10"), false),
                NumberSet.INTEGERS.and(NumberSet.upTo(new BigDecimal("9007199254740991"), false)),
                multipleOf("0.01"),
                multipleOf("0.0001").and(positive),
                multipleOf("1e-8"),
                multipleOf("1e-8").and(NumberSet.INTEGERS),
                multipleOf("5").and(positive),
                multipleOf("1000"),
                multipleOf("360"),
                multipleOf("1.5"),
                multipleOf("3").and(NumberSet.from(new BigDecimal("1000000"), false)),
                multipleOf("1000003"),
                multipleOf("123456789012345678901234567890"),
                multipleOf("0.000123456789"),
                multipleOf("1000003").and(notMultipleOf("1000033")),
                notMultipleOf("1"),
                notMultipleOf("0.01").and(notMultipleOf("0.7")),
                NumberSet.INTEGERS
                        .and(notMultipleOf("2"))
                        .and(notMultipleOf("3"))
                        .and(notMultipleOf("5")),
                NumberSet.of(new BigDecimal("1e308")),
                NumberSet.upTo(new BigDecimal("-1e308"), false),
                NumberSet.from(new BigDecimal("1e-300"), false).and(NumberSet.upTo(new BigDecimal("2e-300"), true)));
    }

    private static NumberSet multipleOf(String divisor) {
        return NumberSet.multipleOf(new BigDecimal(divisor));
    }

    private static NumberSet notMultipleOf(String divisor) {
        return multipleOf(divisor).not().get(0);
    }

    @ParameterizedTest
    @MethodSource("realSets")
    void any_way_through_the_digits_ends_in_the_set_and_each_ending_goes_on_in_the_next(NumberSet set) {
        Random random = new Random(4);
        NumberWays ways = ways(set);
        for (int i = 0; i < 15; i++) {
            StringBuilder numeral = new StringBuilder();
            NumberPlace place = ways.start();
            while (!place.canEnd() || random.nextInt(8) > 0) {
                String ending = spelled(place.ending(Ending.HERE));
                assertThat(set.contains(new BigDecimal(numeral + ending)))
                        .as(numeral + ending)
                        .isTrue();
                if (!ending.isEmpty()) {
                    NumberPlace tail = requireNonNull(place.step(ending.charAt(0)));
                    assertThat(spelled(tail.ending(Ending.HERE))).isEqualTo(ending.substring(1));
                }
                NumberPlace from = place;
                int[] bytes =
                        ALPHABET.chars().filter(one -> from.step(one) != null).toArray();
                assertThat(place.stuck()).isEqualTo(bytes.length == 0);
                assertThat(place.only()).isEqualTo(bytes.length == 1 ? bytes[0] : State.NO_BYTE);
                if (bytes.length == 0) {
                    break;
                }
                int taken = bytes[random.nextInt(bytes.length)];
                numeral.append((char) taken);
                place = requireNonNull(place.step(taken));
            }
            assertThat(set.contains(new BigDecimal(numeral.toString())))
                    .as(numeral.toString())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("realSets")
    void outputs_are_numbers_of_the_set_within_any_limit_also_with_tokens_of_several_digits(NumberSet set) {
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes().with("00", "000", "12", "123", "0.", ".5", "-1", "25");
        Vocabulary vocabulary = tokens.vocabulary();
        TokenTrie trie = new TokenTrie(vocabulary);
        State root = new NumberState(new NumberWays(trie, set).start(), new OutputEnd());
        Constraint constraint = new SchemaConstraint(root, new Steps(vocabulary, tokens, trie, new TextMasks(trie)));
        Random random = new Random(5);
        for (int i = 0; i < 12; i++) {
            int limit = constraint.shortestOutputTokens() + random.nextInt(8);
            Walk walk = new Walk(vocabulary, constraint.begin(limit), random);

            assertThat(set.contains(new BigDecimal(walk.run(Walk.UNIFORM)))).isTrue();
            assertThat(walk.tokens()).isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void many_divisors_and_large_ones_take_no_time() {
        NumberSet primes = NumberSet.ANY;
        NumberSet large = NumberSet.ANY;
        BigInteger prime = BigInteger.TWO;
        for (int i = 0; i < 60; i++) {
            NumberSet multiples = multipleOf(prime.toString());
            primes = primes.and(multiples.not().get(0));
            large = large.and(multipleOf(BigInteger.TEN.pow(390).add(prime).toString()));
            prime = prime.nextProbablePrime();
        }
        assertThat(accepts(primes.and(NumberSet.INTEGERS), "283")).isTrue();
        assertThat(accepts(primes.and(NumberSet.INTEGERS), "281")).isFalse();
        assertThat(spelled(ways(primes.and(NumberSet.INTEGERS).and(NumberSet.from(BigDecimal.TEN, false)))
                        .start()
                        .ending(Ending.HERE)))
                .isEqualTo("283");
        assertThat(large.values(5)).isEmpty();
        assertThat(spelled(ways(large).start().ending(Ending.HERE))).isEqualTo("0");
        assertThat(accepts(large, "1")).isFalse();
        assertThat(large.and(NumberSet.from(BigDecimal.ZERO, true)).isEmpty()).isTrue();
    }

    @Test
    void plain_numbers_have_few_places() {
        for (NumberSet set : List.of(NumberSet.ANY, NumberSet.INTEGERS, multipleOf("0.01"))) {
            assertThat(places(set)).as("%s", set).isLessThan(21 + 2 * 20 + 10);
        }
        assertThat(places(notMultipleOf("1"))).isLessThan(21 + 3 * 20 + 10);
        assertThat(places(multipleOf("5"))).isLessThan(2 * 21 + 10);
        assertThat(places(multipleOf("1000"))).isLessThan(4 * 21 + 10);
    }

    private static long places(NumberSet set) {
        return reached(Stream.of(ways(set).start()).toList());
    }

    private static long reached(List<NumberPlace> start) {
        Set<NumberPlace> all = new HashSet<>(start);
        ArrayDeque<NumberPlace> open = new ArrayDeque<>(start);
        while (!open.isEmpty()) {
            NumberPlace place = open.remove();
            ALPHABET.chars()
                    .mapToObj(place::step)
                    .flatMap(next -> Optional.ofNullable(next).stream())
                    .filter(all::add)
                    .forEach(open::add);
        }
        return all.size();
    }

    @ParameterizedTest
    @CsvSource({
        "0.01, 2.50, 2.505",
        "0.01, -3, -0",
        "1, 100000000000000000000, 1000000000000000000000",
        "1, 7, 7.0",
        "1.5, 4.5, 4.50",
        "1000, 0, 500",
    })
    void multiples_are_written_with_the_digits_they_need(String divisor, String written, String refused) {
        assertThat(accepts(multipleOf(divisor), written)).isTrue();
        assertThat(accepts(multipleOf(divisor), refused)).isFalse();
    }

    @Test
    void numbers_have_at_most_so_many_digits_unless_bounds_have_more() {
        assertThat(accepts(NumberSet.ANY, "9".repeat(21) + "." + "9".repeat(20)))
                .isTrue();
        assertThat(accepts(NumberSet.ANY, "9".repeat(22))).isFalse();
        assertThat(accepts(NumberSet.ANY, "0." + "9".repeat(21))).isFalse();
        assertThat(accepts(NumberSet.upTo(new BigDecimal("1e24"), false), "9".repeat(24)))
                .isTrue();
        assertThat(accepts(NumberSet.from(new BigDecimal("1e-24"), false), "0." + "0".repeat(23) + "1"))
                .isTrue();
        assertThat(accepts(NumberSet.of(new BigDecimal("2.50")), "2.5")).isTrue();
        assertThat(accepts(NumberSet.of(new BigDecimal("2.50")), "2.50")).isFalse();
        assertThat(accepts(
                        NumberSet.of(new BigDecimal("1e308")),
                        BigInteger.TEN.pow(308).toString()))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ways(NumberSet.upTo(BigDecimal.ZERO, true).and(NumberSet.of(BigDecimal.ONE))));
    }

    @Test
    void endings_avoid_bytes_that_the_vocabulary_lacks() {
        TokenTrie withoutZero = new TokenTrie(SmallVocabulary.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "-", ".")
                .vocabulary());

        assertThat(spelled(new NumberWays(withoutZero, multipleOf("5")).start().ending(Ending.HERE)))
                .isEqualTo("5");
        assertThat(spelled(new NumberWays(withoutZero, multipleOf("4").and(NumberSet.from(new BigDecimal("19"), false)))
                        .start()
                        .ending(Ending.HERE)))
                .isEqualTo("24");
        assertThat(new NumberWays(withoutZero, multipleOf("10"))
                        .start()
                        .ending(Ending.HERE)
                        .isPossible())
                .isFalse();
    }
}
