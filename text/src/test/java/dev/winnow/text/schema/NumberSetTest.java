package dev.winnow.text.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberSetTest {
    private static final BigDecimal ONE = BigDecimal.ONE;

    private static NumberSet between(String low, String high) {
        return NumberSet.from(new BigDecimal(low), false).and(NumberSet.upTo(new BigDecimal(high), false));
    }

    private static NumberSet multipleOf(String divisor) {
        return NumberSet.multipleOf(new BigDecimal(divisor));
    }

    private static NumberSet notMultipleOf(String divisor) {
        return multipleOf(divisor).not().get(0);
    }

    /** All numbers of up to three digits, two of them after the point, and others. */
    private static List<BigDecimal> samples(Random random) {
        List<BigDecimal> samples = new ArrayList<>();
        for (int i = -1200; i <= 1200; i += 3) {
            samples.add(BigDecimal.valueOf(i, 2));
        }
        for (int i = 0; i < 400; i++) {
            samples.add(BigDecimal.valueOf(random.nextInt(400_000) - 200_000, random.nextInt(4)));
        }
        return samples;
    }

    @Test
    void sets_combine_as_their_numbers_do() {
        Random random = new Random(1);
        RandomNumberSets sets = new RandomNumberSets(random);
        List<BigDecimal> samples = samples(random);
        for (int i = 0; i < 100; i++) {
            NumberSet one = sets.next();
            NumberSet other = sets.next();
            for (BigDecimal sample : samples) {
                assertThat(one.and(other).contains(sample))
                        .as("%s in %s and %s", sample, one, other)
                        .isEqualTo(one.contains(sample) && other.contains(sample));
                assertThat(one.not().stream().anyMatch(set -> set.contains(sample)))
                        .as("%s not in %s", sample, one)
                        .isEqualTo(!one.contains(sample));
            }
        }
    }

    @Test
    void set_is_empty_exactly_if_it_contains_nothing_and_values_are_all_that_it_contains() {
        Random random = new Random(2);
        RandomNumberSets sets = new RandomNumberSets(random);
        List<BigDecimal> samples = samples(random);
        int listed = 0;
        int empty = 0;
        for (int i = 0; i < 3000; i++) {
            NumberSet set = sets.next();
            List<BigDecimal> within = samples.stream()
                    .filter(set::contains)
                    .map(BigDecimal::stripTrailingZeros)
                    .distinct()
                    .toList();
            List<BigDecimal> values = set.values(1000).orElse(null);
            assertThat(set.isEmpty()).as("%s", set).isEqualTo(values != null && values.isEmpty());
            assertThat(set.isEmpty() && !within.isEmpty()).as("%s", set).isFalse();
            if (values != null) {
                assertThat(values).as("%s", set).containsAll(within).doesNotHaveDuplicates();
                assertThat(values).as("%s", set).allMatch(set::contains);
                listed++;
                empty += values.isEmpty() ? 1 : 0;
            }
        }
        assertThat(empty).isGreaterThan(50);
        assertThat(listed - empty).isGreaterThan(150);
    }

    @Test
    void divisors_that_say_nothing_are_left_out() {
        NumberSet set = new NumberSet(
                null,
                true,
                new BigDecimal("10.0"),
                true,
                List.of(new BigDecimal("4.0"), new BigDecimal("0.5"), new BigDecimal("6"), new BigDecimal("4")),
                List.of(new BigDecimal("10"), new BigDecimal("5"), new BigDecimal("1E+1")));

        assertThat(set)
                .isEqualTo(new NumberSet(
                        null,
                        false,
                        new BigDecimal("1E+1"),
                        true,
                        List.of(new BigDecimal("4"), new BigDecimal("6")),
                        List.of(new BigDecimal("5"))));
        assertThat(multipleOf("1").and(multipleOf("0.00000001"))).isEqualTo(NumberSet.INTEGERS);
    }

    @Test
    void complement_of_all_numbers_is_nothing() {
        assertThat(NumberSet.ANY.not()).isEmpty();
        assertThat(NumberSet.ANY.isEmpty()).isFalse();
        assertThat(NumberSet.ANY.values(10)).isEmpty();
    }

    @Test
    void emptiness_knows_the_least_common_multiple_and_what_can_be_written() {
        assertThat(between("1", "11").and(multipleOf("4")).and(multipleOf("6")).isEmpty())
                .isTrue();
        assertThat(between("1", "12").and(multipleOf("4")).and(multipleOf("6")).values(5))
                .contains(List.of(new BigDecimal("12")));
        assertThat(multipleOf("4").and(notMultipleOf("2")).isEmpty()).isTrue();
        assertThat(between("2", "4")
                        .and(NumberSet.INTEGERS)
                        .and(notMultipleOf("2"))
                        .and(notMultipleOf("3"))
                        .isEmpty())
                .isTrue();
        assertThat(between("1", "1").and(notMultipleOf("1")).isEmpty()).isTrue();
        assertThat(between("1", "1.01").and(notMultipleOf("1")).isEmpty()).isFalse();
        assertThat(between("0.2", "0.7").and(NumberSet.INTEGERS).isEmpty()).isTrue();
        assertThat(NumberSet.from(new BigDecimal("1e308"), false).isEmpty()).isFalse();
        assertThat(NumberSet.from(new BigDecimal("1e999999999"), false).isEmpty())
                .isTrue();
        assertThat(NumberSet.upTo(new BigDecimal("1e999999999"), false).isEmpty())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "0", "-2.5", "1e308", "1e-300", "9007199254740993", "0.1000000000000000055511151231257827"})
    void one_number_is_its_only_value(String number) {
        BigDecimal value = new BigDecimal(number);

        assertThat(NumberSet.of(value).values(1)).contains(List.of(value.stripTrailingZeros()));
        assertThat(NumberSet.of(value).and(NumberSet.ANY)).isEqualTo(NumberSet.of(value));
        assertThat(NumberSet.of(value).and(notMultipleOf("1")).isEmpty()).isEqualTo(NumberSet.INTEGERS.contains(value));
        assertThat(NumberSet.of(value).not()).noneMatch(set -> set.contains(value));
    }

    @Test
    void outlandish_numbers_take_no_time() {
        BigDecimal huge = new BigDecimal("1e2000000000");
        BigDecimal tiny = new BigDecimal("1e-2000000000");

        assertThat(NumberSet.INTEGERS.contains(huge)).isTrue();
        assertThat(NumberSet.INTEGERS.contains(tiny)).isFalse();
        assertThat(multipleOf("7").contains(huge)).isFalse();
        assertThat(NumberSet.of(huge).isEmpty()).isTrue();
        assertThat(NumberSet.of(tiny).isEmpty()).isTrue();
        assertThat(NumberSet.from(tiny, true).and(NumberSet.upTo(huge, true)).isEmpty())
                .isFalse();
        assertThat(NumberSet.isDivisor(huge)).isFalse();
        assertThat(NumberSet.isDivisor(tiny)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> NumberSet.multipleOf(tiny));
        assertThatIllegalArgumentException().isThrownBy(() -> NumberSet.multipleOf(ONE.negate()));
    }
}
