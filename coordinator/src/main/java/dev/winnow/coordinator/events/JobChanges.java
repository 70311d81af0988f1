package dev.winnow.coordinator.events;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Collects which jobs have changed here, and lets all coordinators know, once a second a job. Thread-safe. */
@Singleton
public class JobChanges {
    static final String CHANNEL = "winnow_job";

    private static final Logger LOG = Logger.getLogger(JobChanges.class);

    // A mark may be set just before its transaction commits: it is told now, and once more a second later.
    private static final int TIMES = 2;

    private static final String NOTIFY = "select pg_notify(?, id) from unnest(?::text[]) as id";

    private final Map<UUID, Integer> marks = new ConcurrentHashMap<>();
    private final Database database;

    JobChanges(Database database) {
        this.database = database;
    }

    /** Marks a job, from any transaction; costs nothing but memory. */
    public void changed(UUID job) {
        marks.put(job, TIMES);
    }

    /** Sends what is marked. While the database is away the marks stay. */
    void send() {
        Map<UUID, Integer> sent = Map.copyOf(marks);
        if (sent.isEmpty()) {
            return;
        }
        String[] jobs = sent.keySet().stream().map(UUID::toString).toArray(String[]::new);
        try {
            database.inTransaction(sql -> sql.query(NOTIFY, row -> "", CHANNEL, jobs));
        } catch (DatabaseException e) {
            LOG.debugf("%d changes are told later: %s", jobs.length, e.getMessage());
            return;
        }
        // A job that was marked again meanwhile keeps its new mark.
        sent.forEach((job, times) -> marks.computeIfPresent(
                job, (id, now) -> now > times ? now : now > 1 ? Integer.valueOf(now - 1) : null));
    }
}
