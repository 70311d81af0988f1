package dev.winnow.coordinator.dispatch;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Up while the broker takes messages; says in words why it does not. */
@Readiness
class BrokerReadiness implements HealthCheck {
    private final BrokerIntake intake;

    BrokerReadiness(BrokerIntake intake) {
        this.intake = intake;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<String> obstacle = intake.obstacle();
        HealthCheckResponseBuilder answer =
                HealthCheckResponse.named("broker takes messages").status(obstacle.isEmpty());
        obstacle.ifPresent(words -> answer.withData("reason", words));
        return answer.build();
    }
}
