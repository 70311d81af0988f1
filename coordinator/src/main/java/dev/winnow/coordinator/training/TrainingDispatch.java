package dev.winnow.coordinator.training;

import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.common.work.TrainingWork;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.dispatch.OutgoingMessage;
import dev.winnow.coordinator.dispatch.WorkPublisher;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Puts trainings that wait on their base's queue. Thread-safe. */
@Singleton
class TrainingDispatch {
    private static final Logger LOG = Logger.getLogger(TrainingDispatch.class);
    private static final int AT_ONCE = 16;

    // A training across nodes is not handed out, its pieces are.
    private static final String WAITING = " state = any(?) and (local_steps is null or parent is not null)";

    private static final String BASES = "select distinct base from training where" + WAITING + " order by base";

    private static final String TAKE = """
            with taken as (
            update training set state = ?, dispatched_at = ?, worker = null, lease_until = null
            where id in (
                select id from training where base = ? and %s
                  and (priority >= 0 or not exists (
                    select from job j where j.model = training.base and j.state in ('queued', 'running')))
                order by priority desc, created_at limit ? for update skip locked)
            returning id, attempt, priority, created_at)
            select id, attempt from taken order by priority desc, created_at""".formatted(WAITING);

    private final Database database;
    private final WorkPublisher publisher;
    private final Clock clock;

    TrainingDispatch(Database database, WorkPublisher publisher, Clock clock) {
        this.database = database;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Hands out what waits.
     *
     * @return how many
     */
    int runOnce() {
        List<String> bases = database.inTransaction(
                sql -> sql.query(BASES, row -> row.text("base"), (Object) TrainingEvent.DISPATCH.fromStored()));
        int sent = 0;
        for (String base : bases) {
            if (publisher.ready(TrainingWork.queue(base))) {
                sent += send(base);
            }
        }
        return sent;
    }

    // Committed before it is published, as shards are: a claim may come before the confirm does. If this process dies
    // in between, nobody claims, and the reaper takes it back.
    private int send(String base) {
        List<TrainingAttempt> taken = database.inTransaction(sql -> sql.query(
                TAKE,
                row -> new TrainingAttempt(row.uuid("id"), row.number("attempt")),
                TrainingEvent.DISPATCH.toStored(),
                clock.instant(),
                base,
                TrainingEvent.DISPATCH.fromStored(),
                AT_ONCE));
        publisher.publish(
                TrainingWork.queue(base),
                taken.stream()
                        .map(attempt -> new OutgoingMessage(WireFormat.write(new TrainingWork(attempt)), null))
                        .toList());
        taken.forEach(attempt -> LOG.infof("training %s waits for a worker of %s", attempt, base));
        return taken.size();
    }
}
