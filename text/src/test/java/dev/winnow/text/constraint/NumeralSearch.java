package dev.winnow.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.text.schema.NumberSet;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One set, all numerals up to a length: which are accepted, which beginnings live, and how each ends. */
final class NumeralSearch {
    private static final Pattern NUMERAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern BEGINNING = Pattern.compile("-?((0|[1-9][0-9]*)(\\.[0-9]*)?)?");

    private final NumberSet set;
    private final int longest;
    private final int scale;

    NumeralSearch(NumberSet set, int longest) {
        this.set = set;
        this.longest = longest;
        this.scale = scale(set);
    }

    NumberSet set() {
        return set;
    }

    private static int scale(NumberSet set) {
        BigDecimal low = set.low();
        BigDecimal high = set.high();
        if (low != null && high != null && low.compareTo(high) == 0) {
            return Math.max(0, low.scale());
        }
        if (set.multiplesOf().isEmpty()) {
            return 20;
        }
        BigDecimal first = set.multiplesOf().get(0);
        BigDecimal common = first;
        while (!NumberSet.multipleOf(first)
                .and(new NumberSet(null, false, null, false, set.multiplesOf(), List.of()))
                .contains(common)) {
            common = common.add(first);
        }
        return Math.max(0, common.stripTrailingZeros().scale());
    }

    /** Walks on from a prefix, whether or not it lives; gives the length of the shortest numeral accepted. */
    int compare(String prefix, @Nullable NumberPlace place, boolean before) {
        boolean accepted = isAccepted(prefix);
        assertThat(place != null && place.canEnd()).as("%s in %s", prefix, set).isEqualTo(accepted);
        int shortest = accepted ? prefix.length() : Integer.MAX_VALUE;
        if (prefix.length() < longest) {
            for (int i = 0; i < NumberDigitsTest.ALPHABET.length(); i++) {
                char one = NumberDigitsTest.ALPHABET.charAt(i);
                String next = prefix + one;
                NumberPlace after = place == null ? null : place.step(one);
                if (isBeginning(next)) {
                    shortest = Math.min(shortest, compare(next, after, place != null));
                } else {
                    assertThat(after).as(next).isNull();
                }
            }
        }
        if (place != null) {
            compareEnding(prefix, place, shortest);
        } else if (before) {
            assertThat(lives(prefix)).as("%s in %s", prefix, set).isFalse();
        }
        return shortest;
    }

    private void compareEnding(String prefix, NumberPlace place, int shortest) {
        String numeral = prefix + NumberDigitsTest.spelled(place.ending(Ending.HERE));
        assertThat(isAccepted(numeral)).as("%s in %s", numeral, set).isTrue();
        assertThat(numeral.length() <= longest ? numeral.length() : Integer.MAX_VALUE)
                .as("%s in %s", numeral, set)
                .isEqualTo(shortest);
    }

    private static boolean isBeginning(String prefix) {
        return BEGINNING.matcher(prefix).matches();
    }

    private boolean isAccepted(String numeral) {
        if (!NUMERAL.matcher(numeral).matches()) {
            return false;
        }
        BigDecimal value = new BigDecimal(numeral);
        return value.scale() <= scale && !(value.signum() == 0 && numeral.startsWith("-")) && set.contains(value);
    }

    /** Whether some numeral begins so, by looking for numbers between bounds. */
    private boolean lives(String prefix) {
        String digits = prefix.replace("-", "");
        int fraction = digits.contains(".") ? digits.length() - digits.indexOf('.') - 1 : -1;
        if (digits.isEmpty() || Math.max(fraction, fraction == 0 ? 1 : 0) > scale) {
            return digits.isEmpty() && lives(BigDecimal.ZERO, new BigDecimal("1e25"), true);
        }
        BigDecimal from = new BigDecimal(fraction == 0 ? digits + "0" : digits);
        BigDecimal unit = fraction <= 0 ? BigDecimal.ONE : BigDecimal.valueOf(1, fraction);
        int most = fraction < 0 && from.signum() > 0 ? 21 - digits.length() : 0;
        for (int more = 0; more <= most; more++) {
            if (lives(from.scaleByPowerOfTen(more), from.add(unit).scaleByPowerOfTen(more), prefix.startsWith("-"))) {
                return true;
            }
        }
        return false;
    }

    private boolean lives(BigDecimal from, BigDecimal to, boolean negative) {
        NumberSet between = negative
                ? NumberSet.from(to.negate(), true).and(NumberSet.upTo(from.negate(), from.signum() == 0))
                : NumberSet.from(from, false).and(NumberSet.upTo(to, true));
        return !set.and(between).isEmpty();
    }
}
