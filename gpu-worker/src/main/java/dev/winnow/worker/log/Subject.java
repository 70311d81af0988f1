package dev.winnow.worker.log;

import dev.winnow.common.work.ShardAttempt;
import java.util.HashMap;
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
    public static Subject shard(UUID job, ShardAttempt shard) {
        return new Subject(Map.of(
                "job", job.toString(),
                "shard", String.valueOf(shard.shard()),
                "attempt", String.valueOf(shard.attempt())));
    }

    /** An item of what this is. */
    public Subject item(int position) {
        Map<String, String> more = new HashMap<>(fields);
        more.put("item", String.valueOf(position));
        return new Subject(more);
    }

    /** A request that somebody waits for. */
    public static Subject request(UUID request) {
        return new Subject(Map.of("request", request.toString()));
    }

    /**
     * What a thread of its own begins with: nothing. Else it would speak for ever in the name of whatever the thread
     * was busy with that started it.
     */
    public static Runnable none(Runnable task) {
        return () -> {
            MDC.clear();
            task.run();
        };
    }

    /** Does something in its name. Within another, the inner one's fields are gone afterwards. */
    public void run(Runnable task) {
        fields.forEach(MDC::put);
        try {
            task.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
