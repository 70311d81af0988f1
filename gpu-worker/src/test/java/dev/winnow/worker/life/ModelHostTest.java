package dev.winnow.worker.life;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.worker.WorkerConfig;
import dev.winnow.worker.health.WorkerStatus;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("model")
class ModelHostTest {
    @Test
    void a_model_that_does_not_fit_the_budget_names_the_setting() {
        String cache =
                System.getenv().getOrDefault("WINNOW_CACHE_DIR", System.getProperty("user.home") + "/.cache/winnow");
        WorkerConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(WorkerConfig.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("winnow.memory-mebibytes", "100", "winnow.cache-dir", cache), "test", 400))
                .build()
                .getConfigMapping(WorkerConfig.class);

        assertThatThrownBy(() -> ModelHost.load(config, new WorkerStatus("model", "f16"), () -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("budget is 100 MiB", "WINNOW_MEMORY_MEBIBYTES");
    }
}
