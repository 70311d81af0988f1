package dev.winnow.coordinator.events;

import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A stream of one job, or of all jobs of a tenant. Tells nothing twice. Its memory is bounded. Thread-safe. */
final class JobListener extends StreamListener<JobProgress> {
    private static final int REMEMBERED = 1_000;

    private final String tenant;
    private final @Nullable UUID only;

    // Of a tenant with more jobs than this, one may be told twice.
    @SuppressWarnings("serial") // never written
    private final Map<UUID, JobProgress> told = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, JobProgress> eldest) {
            return size() > REMEMBERED;
        }
    };

    JobListener(String tenant, @Nullable UUID only, MultiEmitter<? super Optional<JobProgress>> out) {
        super(out);
        this.tenant = tenant;
        this.only = only;
    }

    String tenant() {
        return tenant;
    }

    boolean isOfTenant() {
        return only == null;
    }

    /** Jobs that it has yet to hear the end of. */
    synchronized Set<UUID> awaited() {
        return only != null
                ? Set.of(only)
                : told.values().stream()
                        .filter(job -> !job.isOver())
                        .map(JobProgress::id)
                        .collect(Collectors.toSet());
    }

    /** Tells of a job if it is one of its own and has moved; the end of its only job ends the stream. */
    synchronized void tell(JobProgress progress) {
        if (!progress.tenant().equals(tenant) || (only != null && !only.equals(progress.id()))) {
            return;
        }
        if (!progress.equals(told.put(progress.id(), progress))) {
            emit(progress);
        }
        if (only != null && progress.isOver()) {
            end();
        }
    }
}
