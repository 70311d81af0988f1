package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.text.adapter.AdapterRefusedException;
import dev.winnow.text.adapter.PeftSettings;

/**
 * What the engine needs of {@code adapter_config.json}. {@link PeftSettings} says what is refused, for the coordinator
 * too.
 *
 * @param rank of every factor
 * @param scale what the products are multiplied by
 */
record PeftConfig(int rank, double scale) {
    static final String FILE = "adapter_config.json";

    static PeftConfig of(JsonNode config) {
        try {
            PeftSettings settings = PeftSettings.of(config);
            return new PeftConfig(settings.rank(), settings.scale());
        } catch (AdapterRefusedException e) {
            throw new ModelRefusedException(String.valueOf(e.getMessage()), e);
        }
    }
}
