package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.fleet.Fleet;
import dev.winnow.coordinator.fleet.WorkerView;
import dev.winnow.coordinator.recording.ParkedMessages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The service at a glance, as {@code winnow status --json} prints it. */
@Path("/api/v1/status")
@Needs(Scope.EXTRACT)
@Tag(name = "Status")
public class StatusResource {
    private final Caller caller;
    private final Fleet fleet;
    private final Jobs jobs;
    private final ParkedMessages parked;

    StatusResource(Caller caller, Fleet fleet, Jobs jobs, ParkedMessages parked) {
        this.caller = caller;
        this.fleet = fleet;
        this.jobs = jobs;
        this.parked = parked;
    }

    /** Says who is there and what there is to do. */
    @GET
    @Operation(summary = "Coordinators, workers and jobs at a glance")
    public Status status(@Context UriInfo uri) {
        List<WorkerView> workers = fleet.all();
        String url = uri.getBaseUri().toString().replaceAll("/+$", "");
        boolean ready = workers.stream().anyMatch(worker -> worker.state().equals("live"));
        return new Status(
                url,
                ready,
                List.of(new CoordinatorProcess(ProcessHandle.current().pid())),
                workers,
                jobs.counts(caller.tenant()),
                parked.count());
    }

    /**
     * The answer.
     *
     * @param ready a job that is submitted now begins now: some worker is live
     * @param jobs how many of the caller's jobs are in which state
     * @param parkedMessages how many messages could not be recorded and wait for an admin
     */
    public record Status(
            String url,
            boolean ready,
            List<CoordinatorProcess> coordinators,
            List<WorkerView> workers,
            Map<String, Long> jobs,
            long parkedMessages) {}

    /** A coordinator process. */
    public record CoordinatorProcess(long pid) {}
}
