package dev.winnow.worker.life;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.worker.WorkerConfig;
import dev.winnow.worker.adapter.AdapterFolder;
import dev.winnow.worker.health.WorkerStatus;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("model")
class ModelHostTest {
    @Test
    void a_model_that_does_not_fit_the_budget_names_the_setting() {
        String cache =
                System.getenv().getOrDefault("WINNOW_CACHE_DIR", System.getProperty("user.home") + "/.cache/winnow");
        assertThatThrownBy(() -> load(Map.of("winnow.memory-mebibytes", "100", "winnow.cache-dir", cache)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("budget is 100 MiB", "WINNOW_MEMORY_MEBIBYTES");
    }

    @Test
    void a_cards_memory_is_not_guessed_and_nothing_is_fetched_before_it_is_told() {
        assertThatThrownBy(() -> load(Map.of("winnow.device", "cuda", "winnow.cache-dir", "/nowhere")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("WINNOW_DEVICE=cuda needs WINNOW_MEMORY_MEBIBYTES");
    }

    @Test
    void neither_is_what_trainings_may_take_of_it() {
        Map<String, String> settings = Map.of(
                "winnow.device", "cuda",
                "winnow.memory-mebibytes", "100",
                "winnow.training", "true",
                "winnow.cache-dir", "/nowhere");
        assertThatThrownBy(() -> load(settings))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("WINNOW_DEVICE=cuda needs WINNOW_TRAINING_MEBIBYTES", "WINNOW_TRAINING=false");
    }

    private static ModelHost load(Map<String, String> settings) throws IOException {
        WorkerConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(WorkerConfig.class)
                .withSources(new PropertiesConfigSource(settings, "test", 400))
                .build()
                .getConfigMapping(WorkerConfig.class);
        AdapterFolder none = new AdapterFolder(Path.of("/nowhere"), 0, (hash, zip) -> {}, Clock.systemUTC());
        return ModelHost.load(config, new WorkerStatus("model", "f16"), none, () -> {});
    }
}
