package dev.winnow.coordinator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class EvaluationConfigTest {
    @Test
    void defaults_bound_what_an_evaluation_takes() {
        EvaluationConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(EvaluationConfig.class)
                .build()
                .getConfigMapping(EvaluationConfig.class);

        assertThat(config.openPerTenant()).isEqualTo(20);
        assertThat(config.runs()).isEqualTo(32);
        assertThat(config.rowsAfterTraining()).isEqualTo(200);
    }
}
