package dev.winnow.coordinator.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostConfigTest {
    @Test
    void nothing_is_known_of_costs_by_default() {
        CostConfig config = config(Map.of());

        assertThat(config.workerHour()).isEmpty();
        assertThat(config.currency()).isEqualTo("USD");
        assertThat(config.days()).isEqualTo(30);
        assertThat(CostRates.of(config).cost(1)).isNull();
    }

    @Test
    void an_hour_has_its_price() {
        CostRates rates = CostRates.of(config(Map.of("winnow.costs.worker-hour", "0.35")));

        assertThat(rates.cost(100)).isEqualByComparingTo("35");
    }

    @Test
    void a_setting_that_is_none_is_refused_by_its_name() {
        assertThatThrownBy(() -> CostRates.of(config(Map.of("winnow.costs.worker-hour", "-1"))))
                .hasMessageContaining("winnow.costs.worker-hour");
        assertThatThrownBy(() -> CostRates.of(config(Map.of("winnow.costs.days", "0"))))
                .hasMessageContaining("winnow.costs.days");
    }

    private static CostConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(CostConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build()
                .getConfigMapping(CostConfig.class);
    }
}
