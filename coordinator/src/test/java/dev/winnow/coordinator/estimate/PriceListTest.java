package dev.winnow.coordinator.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.math.BigDecimal;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class PriceListTest {
    private static final Amount INPUT = new Amount(2_000_000, 50_000, 1_900_000, 2_100_000);
    private static final Amount OUTPUT = new Amount(500_000, 0, 400_000, 600_000);

    @Test
    void no_price_is_known_by_default() {
        assertThat(prices(Map.of()).of(INPUT, OUTPUT)).isEmpty();
    }

    @Test
    void tokens_are_money_at_each_price_by_name() {
        PriceList list = prices(Map.of(
                "winnow.prices.small.input-per-million", "0.15",
                "winnow.prices.small.output-per-million", "0.60",
                "winnow.prices.large.input-per-million", "3",
                "winnow.prices.large.output-per-million", "15",
                "winnow.prices.large.currency", "EUR"));

        assertThat(list.of(INPUT, OUTPUT)).hasSize(2);
        PriceList.Cost large = list.of(INPUT, OUTPUT).get(0);
        assertThat(large.name()).isEqualTo("large");
        assertThat(large.currency()).isEqualTo("EUR");
        assertThat(large.cost()).isEqualByComparingTo("13.5");
        PriceList.Cost small = list.of(INPUT, OUTPUT).get(1);
        assertThat(small.currency()).isEqualTo("USD");
        assertThat(small.inputPerMillion()).isEqualByComparingTo(new BigDecimal("0.15"));
        assertThat(small.cost()).isEqualByComparingTo("0.6");
        assertThat(small.low()).isEqualByComparingTo("0.525");
        assertThat(small.high()).isEqualByComparingTo("0.675");
    }

    @Test
    void prices_can_come_from_the_environment() {
        PriceList list = prices(new EnvConfigSource(
                Map.of("WINNOW_PRICES__SMALL__INPUT_PER_MILLION", "1", "WINNOW_PRICES__SMALL__OUTPUT_PER_MILLION", "2"),
                300));

        assertThat(list.of(INPUT, OUTPUT)).singleElement().satisfies(cost -> {
            assertThat(cost.name()).isEqualTo("small");
            assertThat(cost.cost()).isEqualByComparingTo("3");
        });
    }

    @Test
    void a_negative_price_is_refused_at_the_start() {
        Map<String, String> wrong =
                Map.of("winnow.prices.small.input-per-million", "-1", "winnow.prices.small.output-per-million", "0.60");

        assertThatThrownBy(() -> prices(wrong)).hasMessageContaining("winnow.prices.small.input-per-million");
    }

    private static PriceList prices(Map<String, String> settings) {
        return prices(new PropertiesConfigSource(settings, "test", 100));
    }

    private static PriceList prices(ConfigSource source) {
        return new PriceList(new SmallRyeConfigBuilder()
                .withMapping(PriceConfig.class)
                .withSources(source)
                .build()
                .getConfigMapping(PriceConfig.class));
    }
}
