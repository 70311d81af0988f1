package dev.winnow.worker.health;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up while the worker takes work: model loaded or its server there, broker connected, known to the coordinator. */
@Readiness
public class ReadyCheck implements HealthCheck {
    private final WorkerStatus status;

    public ReadyCheck(WorkerStatus status) {
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        Phase phase = status.report().phase();
        boolean broker = status.brokerConnected();
        boolean coordinator = status.coordinatorJoined();
        boolean extractor = status.extractorWorks();
        return HealthCheckResponse.named("worker takes work")
                .status(phase == Phase.READY && broker && coordinator && extractor)
                .withData("phase", phase.name())
                .withData("broker", broker)
                .withData("coordinator", coordinator)
                .withData("extractor", extractor)
                .build();
    }
}
