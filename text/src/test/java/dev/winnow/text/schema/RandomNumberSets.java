package dev.winnow.text.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Number sets that tests make up: small bounds, common divisors. */
public final class RandomNumberSets {
    private static final List<String> DIVISORS = List.of(
            "0.01", "0.05", "0.1", "0.25", "0.5", "1", "1.5", "2", "3", "5", "7", "10", "12", "100", "1000", "37");

    private final Random random;

    /** Takes what decides. */
    public RandomNumberSets(Random random) {
        this.random = random;
    }

    /** One more set; it may be empty. */
    public NumberSet next() {
        BigDecimal low = random.nextInt(3) == 0 ? null : bound();
        BigDecimal high = random.nextInt(3) == 0 ? null : bound();
        if (low != null && high != null && low.compareTo(high) > 0 && random.nextInt(10) > 0) {
            BigDecimal swapped = low;
            low = high;
            high = swapped;
        }
        high = high != null && random.nextInt(12) == 0 ? low : high;
        return set(low, high);
    }

    private NumberSet set(@Nullable BigDecimal low, @Nullable BigDecimal high) {
        return new NumberSet(low, random.nextInt(3) == 0, high, random.nextInt(3) == 0, divisors(), divisors());
    }

    private BigDecimal bound() {
        int digits = random.nextInt(4);
        int unscaled = random.nextInt((int) Math.pow(10, digits + random.nextInt(3)));
        return BigDecimal.valueOf(random.nextInt(3) == 0 ? -unscaled : unscaled, random.nextInt(4));
    }

    private List<BigDecimal> divisors() {
        List<BigDecimal> divisors = new ArrayList<>();
        while (random.nextInt(5) < 2) {
            divisors.add(new BigDecimal(DIVISORS.get(random.nextInt(DIVISORS.size()))));
        }
        return divisors;
    }
}
