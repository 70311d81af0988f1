package dev.winnow.coordinator.cost;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.util.Optional;

/** What work costs here. Nothing is known by itself: what a machine costs is known to whoever pays for it. */
@ConfigMapping(prefix = "winnow.costs")
public interface CostConfig {
    /** Of one worker: rent, or power and what the machine loses in value. */
    Optional<BigDecimal> workerHour();

    /** In what money. */
    @WithDefault("USD")
    String currency();

    /** How many days back costs are told, with today. */
    @WithDefault("30")
    int days();
}
