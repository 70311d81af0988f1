package dev.winnow.coordinator.estimate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.math.BigDecimal;
import java.util.Map;

/** What hosted APIs ask, to compare with. None is known by itself: prices change, and whose matter is the user's. */
@ConfigMapping(prefix = "winnow.prices")
public interface PriceConfig {
    /** By any name: {@code winnow.prices.acme-small.input-per-million=0.15}. */
    @WithParentName
    Map<String, Price> byName();

    /** The price of one model at one API. */
    interface Price {
        /** For a million input tokens. */
        BigDecimal inputPerMillion();

        /** For a million output tokens. */
        BigDecimal outputPerMillion();

        /** In what money. */
        @WithDefault("USD")
        String currency();
    }
}
