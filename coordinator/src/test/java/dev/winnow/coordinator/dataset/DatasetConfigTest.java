package dev.winnow.coordinator.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.coordinator.training.TrainingConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DatasetConfigTest {
    @Test
    void defaults_hold_a_useful_dataset_and_bound_the_rest() {
        DatasetConfig config = read(DatasetConfig.class);

        assertThat(config.mostRows()).isEqualTo(200_000);
        assertThat(config.mostHeldOutRows()).isEqualTo(20_000).isLessThan(LeakCheck.MOST);
        assertThat(config.leastRows()).isEqualTo(10);
        assertThat(config.rowBytes()).isEqualTo(1 << 20);
        assertThat(config.mostBytes()).isEqualTo(1 << 30);
        assertThat(config.perTenant()).isEqualTo(1000);
        assertThat(config.namedErrors()).isEqualTo(20);
        assertThat(config.leakSimilarity()).isEqualTo(0.8);
        assertThat(config.imports()).isEqualTo(2);
        assertThat(config.uploadPatience()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void defaults_give_a_training_three_workers_and_a_tenant_a_hundred_trainings() {
        TrainingConfig config = read(TrainingConfig.class);

        assertThat(config.openPerTenant()).isEqualTo(100);
        assertThat(config.fruitlessAttempts()).isEqualTo(3);
        assertThat(config.pieceTries()).isEqualTo(3);
        assertThat(config.spoiltPause()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.checkpointBytes()).isEqualTo(4L << 30);
        assertThat(config.uploads()).isEqualTo(4);
        assertThat(config.uploadPatience()).isEqualTo(Duration.ofMinutes(1));
    }

    private static <T> T read(Class<T> mapping) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .build()
                .getConfigMapping(mapping);
    }
}
