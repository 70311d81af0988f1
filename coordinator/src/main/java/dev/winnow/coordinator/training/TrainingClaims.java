package dev.winnow.coordinator.training;

import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.DispatchConfig;
import dev.winnow.coordinator.training.TrainingRows.HeldTraining;
import dev.winnow.coordinator.webhook.TrainingEnds;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What workers say of trainings. Everything is of one attempt in one incarnation's hands; whatever is said of another
 * is refused and changes nothing, so each call may come twice, late, or never. Thread-safe.
 */
@Singleton
class TrainingClaims {
    // Once more for the same incarnation: the answer may have got lost.
    private static final String CLAIM = """
            update training set state = ?, worker = ?, lease_until = ?, counted_until = ?,
                                begun_at = coalesce(begun_at, ?),
                                worker_name = (select w.name from worker w where w.incarnation = ?)
            where id = ? and attempt = ? and (state = any(?) or (state = ? and worker = ?))""";

    private static final String HELD = " where id = ? and attempt = ? and worker = ? and state = any(?)";

    private static final String COUNTED = """
            worker_seconds = worker_seconds + greatest(0, extract(epoch from ?::timestamptz - counted_until)),
            counted_until = ?""";

    private static final String EXTEND =
            "update training set lease_until = ?, progress = coalesce(?, progress), " + COUNTED + HELD;

    private static final String POINT = """
            insert into training_step (training_id, step, loss, evaluation)
            select coalesce(parent, id), ?::integer, ?::double precision, ?::double precision from training where id = ?
            on conflict (training_id, step) do update
            set loss = coalesce(excluded.loss, training_step.loss),
                evaluation = coalesce(excluded.evaluation, training_step.evaluation)""";

    private static final String RETURN = """
            update training set state = ?, attempt = attempt + ?, worker = null, lease_until = null,\s""" + COUNTED + HELD;

    private static final String FAIL =
            "update training set state = ?, ended_at = ?, error_code = ?, error_message = ?, " + COUNTED + HELD;

    private final Database database;
    private final TrainingRows rows;
    private final Pieces pieces;
    private final TrainingEnds ends;
    private final DispatchConfig leases;
    private final Clock clock;

    TrainingClaims(
            Database database,
            TrainingRows rows,
            Pieces pieces,
            TrainingEnds ends,
            DispatchConfig leases,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.pieces = pieces;
        this.ends = ends;
        this.leases = leases;
        this.clock = clock;
    }

    /** Grants an attempt, or says why not. */
    TrainingClaimReply claim(UUID incarnation, TrainingAttempt attempt) {
        return database.inTransaction(sql -> {
            if (pieces.passOn(sql, incarnation, attempt)) {
                return new TrainingClaimReply.Refused("it came to nothing here just now: others go first");
            }
            Instant now = clock.instant();
            int granted = sql.update(
                    CLAIM,
                    TrainingEvent.CLAIM.toStored(),
                    incarnation,
                    now.plus(leases.lease()),
                    now,
                    now,
                    incarnation,
                    attempt.training(),
                    attempt.attempt(),
                    TrainingEvent.CLAIM.fromStored(),
                    TrainingEvent.CLAIM.toStored(),
                    incarnation);
            Optional<HeldTraining> held = rows.holdIfThere(sql, attempt.training());
            if (held.isEmpty()) {
                // Its message outlived it; the worker is to forget that.
                return new TrainingClaimReply.Refused("it is not there any more");
            }
            HeldTraining training = held.get();
            if (granted == 0) {
                return new TrainingClaimReply.Refused("it is %s at attempt %d"
                        .formatted(training.view().state(), training.view().attempt()));
            }
            return new TrainingClaimReply.Granted(
                    training.view().datasetHash(),
                    training.view().plan(),
                    training.view().checkpointStep(),
                    pieces.task(sql, training));
        });
    }

    /** Extends the lease and notes where the training is; false if it is not this worker's any more. */
    boolean report(UUID incarnation, TrainingReport report) {
        return database.inTransaction(sql -> {
            Instant now = clock.instant();
            int extended = sql.update(
                    EXTEND,
                    now.plus(leases.lease()),
                    report.progress() == null ? null : rows.write(report.progress()),
                    now,
                    now,
                    report.attempt().training(),
                    report.attempt().attempt(),
                    incarnation,
                    TrainingEvent.FINISH.fromStored());
            if (extended == 0) {
                return false;
            }
            draw(sql, report);
            return true;
        });
    }

    private static void draw(Sql sql, TrainingReport report) throws SQLException {
        for (StepLoss point : report.losses()) {
            sql.update(
                    POINT,
                    point.step(),
                    point.loss(),
                    point.evaluation(),
                    report.attempt().training());
        }
    }

    /** Takes a training back without blame. */
    void giveBack(UUID incarnation, TrainingAttempt attempt) {
        TrainingEvent event = TrainingEvent.RETURN;
        Instant now = clock.instant();
        database.inTransaction(sql -> sql.update(
                RETURN,
                event.toStored(),
                event.attempts(),
                now,
                now,
                attempt.training(),
                attempt.attempt(),
                incarnation,
                event.fromStored()));
    }

    /** Ends a training that its worker says nobody can do; a piece goes to another node. */
    void fail(UUID incarnation, TrainingEnd end) {
        TrainingEvent event = TrainingEvent.FAIL;
        Instant now = clock.instant();
        database.inTransaction(sql -> {
            Optional<HeldTraining> held = rows.holdIfThere(sql, end.attempt().training());
            if (held.isPresent()
                    && held.get().isPiece()
                    && held.get().isHeldBy(incarnation, end.attempt().attempt())) {
                pieces.fail(sql, held.get(), end);
                return 1;
            }
            int failed = sql.update(
                    FAIL,
                    event.toStored(),
                    now,
                    end.code(),
                    end.message(),
                    now,
                    now,
                    end.attempt().training(),
                    end.attempt().attempt(),
                    incarnation,
                    event.fromStored());
            if (failed > 0) {
                ends.ended(sql, end.attempt().training());
            }
            return failed;
        });
    }
}
