package dev.winnow.worker.health;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** Down only when a restart may help: a broker or coordinator that is away is no reason to restart a worker. */
@Liveness
public class LiveCheck implements HealthCheck {
    private final WorkerStatus status;

    public LiveCheck(WorkerStatus status) {
        this.status = status;
    }

    @Override
    public HealthCheckResponse call() {
        StatusReport report = status.report();
        return HealthCheckResponse.named("worker")
                .status(report.phase() != Phase.FAILED)
                .withData("message", report.message())
                .build();
    }
}
