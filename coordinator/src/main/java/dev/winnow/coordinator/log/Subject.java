package dev.winnow.coordinator.log;

import java.util.Map;
import java.util.UUID;
import org.jboss.logging.MDC;

/** What a thread is busy with, for the lines that it logs meanwhile. */
public final class Subject {
    private final Map<String, String> fields;

    private Subject(Map<String, String> fields) {
        this.fields = fields;
    }

    /** An attempt at a shard. */
    public static Subject shard(UUID job, long shard, int attempt) {
        return new Subject(Map.of(
                "job", job.toString(),
                "shard", String.valueOf(shard),
                "attempt", String.valueOf(attempt)));
    }

    /** A job. */
    public static Subject job(UUID job) {
        return new Subject(Map.of("job", job.toString()));
    }

    /** Does something in its name. */
    public void run(Runnable task) {
        fields.forEach(MDC::put);
        try {
            task.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
