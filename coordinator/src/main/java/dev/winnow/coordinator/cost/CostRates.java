package dev.winnow.coordinator.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an hour costs, and for how long that is told.
 *
 * @param workerHour the price, if it is known
 * @param currency its money
 * @param days back from now
 */
record CostRates(Optional<BigDecimal> workerHour, String currency, int days) {
    private static final int MOST_DAYS = 366;
    private static final int DECIMALS = 6;

    CostRates {
        workerHour.filter(price -> price.signum() < 0).ifPresent(price -> {
            throw new IllegalArgumentException("winnow.costs.worker-hour must not be negative, was " + price);
        });
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException(
                    "winnow.costs.days must be from 1 to %d, was %d".formatted(MOST_DAYS, days));
        }
    }

    static CostRates of(CostConfig config) {
        return new CostRates(config.workerHour(), config.currency(), config.days());
    }

    /** Of so many hours; null while no price is known. */
    @Nullable
    BigDecimal cost(double hours) {
        return workerHour
                .map(price -> price.multiply(BigDecimal.valueOf(hours)).setScale(DECIMALS, RoundingMode.HALF_UP))
                .orElse(null);
    }
}
