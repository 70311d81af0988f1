package dev.winnow.coordinator.training;

import dev.winnow.common.work.TrainingWork;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.BrokerQueues;
import dev.winnow.coordinator.dispatch.DispatchConfig;
import dev.winnow.coordinator.dispatch.LeasePatience;
import dev.winnow.coordinator.embedded.BrokerStartedEmpty;
import dev.winnow.coordinator.webhook.TrainingEnds;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Takes back trainings whose worker is gone, and those that the broker forgot, by the rules that shards have
 * (docs/reference/protocol.md). Thread-safe.
 */
@Singleton
class TrainingReaper {
    private static final Logger LOG = Logger.getLogger(TrainingReaper.class);

    private static final String EXPIRED = """
            select t.id, t.fruitless, coalesce(w.signed_off, false) as in_order,
                   t.leave_out and t.part is not null as may_go
            from training t left join worker w on w.incarnation = t.worker
            where t.state = any(?) and (t.lease_until < ? or w.state = 'gone')
            order by t.id limit 1 for update of t skip locked""";

    private static final String LOSE = """
            update training set state = ?, attempt = attempt + ?, fruitless = fruitless + ?, worker = null,
                                lease_until = null
            where id = ?""";

    private static final String LOSE_FOR_GOOD = """
            update training set state = ?, ended_at = ?, fruitless = fruitless + 1, lease_until = null,
                                error_code = 'worker_lost', error_message = ?
            where id = ?""";

    private static final String UNCLAIMED_BASES = """
            select distinct base from training where state = any(?) and dispatched_at < ?""";

    private static final String FORGET = """
            update training set state = ? where base = ? and state = any(?) and dispatched_at < ?""";

    private static final String FORGET_ALL = "update training set state = ? where state = any(?)";

    private final Database database;
    private final BrokerQueues queues;
    private final TrainingEnds ends;
    private final DispatchConfig leases;
    private final TrainingConfig config;
    private final Clock clock;
    private final LeasePatience patience;

    TrainingReaper(
            Database database,
            BrokerQueues queues,
            TrainingEnds ends,
            DispatchConfig leases,
            TrainingConfig config,
            Clock clock) {
        this.database = database;
        this.queues = queues;
        this.ends = ends;
        this.leases = leases;
        this.config = config;
        this.clock = clock;
        this.patience = new LeasePatience(leases.lease());
    }

    /**
     * Takes back what is lost by now.
     *
     * @throws DatabaseException if the database is away; the next round that reaches it begins a lease of patience
     */
    synchronized void runOnce() {
        try {
            Instant now = clock.instant();
            if (!patience.isOver(now, () -> database.inTransaction(sql -> sql.query("select 1", row -> row)))) {
                return;
            }
            while (loseOne(now)) {
                // One a transaction.
            }
            forget(now.minus(leases.forgottenAfter()));
        } catch (DatabaseException e) {
            if (e.away()) {
                patience.begin();
            }
            throw e;
        }
    }

    private boolean loseOne(Instant now) {
        return database.inTransaction(sql -> {
            List<Lost> lost = sql.query(
                    EXPIRED,
                    row -> new Lost(row.uuid("id"), row.number("fruitless"), row.flag("in_order"), row.flag("may_go")),
                    TrainingEvent.LOSE.fromStored(),
                    now);
            if (lost.isEmpty()) {
                return false;
            }
            lose(sql, lost.get(0), now);
            return true;
        });
    }

    private void lose(Sql sql, Lost lost, Instant now) throws SQLException {
        int blame = lost.inOrder() ? 0 : 1;
        if (lost.mayGo() && !lost.inOrder()) {
            TrainingEvent event = TrainingEvent.LEAVE_OUT;
            sql.update(LOSE, event.toStored(), event.attempts(), blame, lost.id());
            LOG.infof("piece %s was lost with its worker: its round goes on without it", lost.id());
        } else if (lost.fruitless() + blame >= config.fruitlessAttempts()) {
            sql.update(
                    LOSE_FOR_GOOD,
                    TrainingEvent.LOSE_FOR_GOOD.toStored(),
                    now,
                    ("%d workers were lost with it, and none left a new checkpoint: most likely it takes more memory than"
                                    + " they have. Take fewer pack_tokens, a smaller rank or method qlora, and resume or"
                                    + " submit it anew")
                            .formatted(lost.fruitless() + blame),
                    lost.id());
            ends.ended(sql, lost.id());
            LOG.warnf("training %s has failed: its workers are lost", lost.id());
        } else {
            TrainingEvent event = TrainingEvent.LOSE;
            sql.update(LOSE, event.toStored(), event.attempts(), blame, lost.id());
            LOG.infof("training %s was lost with its worker: it goes on from its last checkpoint", lost.id());
        }
    }

    private void forget(Instant before) {
        TrainingEvent event = TrainingEvent.FORGOTTEN;
        List<String> bases = database.inTransaction(
                sql -> sql.query(UNCLAIMED_BASES, row -> row.text("base"), event.fromStored(), before));
        for (String base : bases) {
            if (nothingWaits(TrainingWork.queue(base))) {
                database.inTransaction(sql -> sql.update(FORGET, event.toStored(), base, event.fromStored(), before));
            }
        }
    }

    private boolean nothingWaits(String queue) {
        try {
            OptionalLong waiting = queues.waiting(queue);
            return waiting.isEmpty() || waiting.getAsLong() == 0;
        } catch (IOException e) {
            LOG.debugf(e, "whether %s has forgotten anything is seen when the broker answers", queue);
            return false;
        }
    }

    void atEmptyBroker(@Observes BrokerStartedEmpty started) {
        TrainingEvent event = TrainingEvent.FORGOTTEN;
        int forgotten = database.inTransaction(sql -> sql.update(FORGET_ALL, event.toStored(), event.fromStored()));
        LOG.infof("the broker at %s keeps nothing: %d trainings are handed out again", started.broker(), forgotten);
    }

    private record Lost(UUID id, int fruitless, boolean inOrder, boolean mayGo) {}
}
