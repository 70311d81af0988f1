package dev.winnow.coordinator.estimate;

import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the same tokens would cost elsewhere. Thread-safe. */
@Singleton
@Startup // so that a price that is none is told at the start and not by the first estimate
public class PriceList {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final int DECIMALS = 6;

    private final Map<String, PriceConfig.Price> prices;

    PriceList(PriceConfig config) {
        this.prices = new TreeMap<>(config.byName());
        prices.forEach((name, price) -> {
            require(name, "input-per-million", price.inputPerMillion());
            require(name, "output-per-million", price.outputPerMillion());
        });
    }

    private static void require(String name, String setting, BigDecimal value) {
        if (value.signum() < 0) {
            throw new IllegalArgumentException(
                    "winnow.prices.%s.%s must not be negative, was %s".formatted(name, setting, value));
        }
    }

    /** The cost by each price, by name. */
    public List<Cost> of(Amount input, Amount output) {
        return prices.entrySet().stream()
                .map(entry -> cost(entry.getKey(), entry.getValue(), input, output))
                .toList();
    }

    private static Cost cost(String name, PriceConfig.Price price, Amount input, Amount output) {
        return new Cost(
                name,
                price.currency(),
                price.inputPerMillion(),
                price.outputPerMillion(),
                money(price, input.value(), output.value()),
                money(price, input.low(), output.low()),
                money(price, input.high(), output.high()));
    }

    private static BigDecimal money(PriceConfig.Price price, double input, double output) {
        return price.inputPerMillion()
                .multiply(BigDecimal.valueOf(input))
                .add(price.outputPerMillion().multiply(BigDecimal.valueOf(output)))
                .divide(MILLION, DECIMALS, RoundingMode.HALF_UP);
    }

    /**
     * What all items would cost at one price, each sent by itself, with this model's count of tokens.
     *
     * @param cost the likeliest
     * @param low by the low ends of both token counts
     * @param high by the high ends of both token counts
     */
    public record Cost(
            String name,
            String currency,
            BigDecimal inputPerMillion,
            BigDecimal outputPerMillion,
            BigDecimal cost,
            BigDecimal low,
            BigDecimal high) {}
}
