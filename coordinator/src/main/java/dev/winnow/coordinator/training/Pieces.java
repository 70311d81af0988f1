package dev.winnow.coordinator.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.training.Portion;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.training.TrainingTask.Input;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.training.TrainingRows.HeldTraining;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Pieces of trainings across nodes: what one is to do, and what becomes of one that came to nothing through its node. A
 * piece's transaction touches no other row of the training, but where one piece tells of another. Thread-safe.
 */
@Singleton
class Pieces {
    private static final Logger LOG = Logger.getLogger(Pieces.class);

    private static final String BROUGHT_BY_PARTS = """
            select id, result_hash, tokens from training
            where parent = ? and round = ? and part is not null and state = ? order by part""";

    private static final String BROUGHT_BY_AVERAGE = """
            select id, result_hash, coalesce(tokens, 0) as tokens from training
            where parent = ? and round = ? and part is null and state = ?""";

    private static final String BARRED = """
            select r.piece from training_refusal r join worker w on w.incarnation = ? and w.name = r.worker_name
            where r.piece = ? and r.at > ? limit 1""";

    private static final String STEP_BACK =
            "update training set state = ? where id = ? and attempt = ? and state = any(?)";

    // What a node has left behind that brings no numbers is not to be gone on from.
    private static final String ANEW = """
            update training set state = ?, attempt = attempt + ?, refusals = ?, worker = null, lease_until = null,
                                progress = null, checkpoint_step = null, checkpoint_bytes = null, result_hash = null,
                                error_code = ?, error_message = ?
            where id = ?""";

    private static final String TELL = """
            insert into training_refusal (training_id, piece, round, part, attempt, worker_name, code, reason, at)
            select parent, id, round, part, attempt, worker_name, ?, ?, ? from training where id = ?""";

    private static final int LONGEST_REASON = 2000;

    private final TrainingRows rows;
    private final TrainingConfig config;
    private final Clock clock;

    Pieces(TrainingRows rows, TrainingConfig config, Clock clock) {
        this.rows = rows;
        this.config = config;
        this.clock = clock;
    }

    /** What whoever was granted it is to do. */
    TrainingTask task(Sql sql, HeldTraining training) throws SQLException {
        RoundPlace place = training.place();
        if (place == null || place.parent() == null) {
            return new TrainingTask.Whole();
        }
        Portion portion = place.portion();
        if (place.averages()) {
            return new TrainingTask.Average(portion, brought(sql, BROUGHT_BY_PARTS, place.parent(), place.round()));
        }
        List<Input> from = brought(sql, BROUGHT_BY_AVERAGE, place.parent(), place.round() - 1);
        if (from.isEmpty() && place.round() > 0) {
            throw new IllegalStateException("there is no average for " + place.called());
        }
        return new TrainingTask.Part(portion, from.isEmpty() ? null : from.get(0));
    }

    private static List<Input> brought(Sql sql, String query, UUID parent, int round) throws SQLException {
        return sql.query(query, Pieces::input, parent, round, TrainingState.BROUGHT.stored());
    }

    private static Input input(Row row) throws SQLException {
        return new Input(row.uuid("id"), row.text("result_hash"), row.bigNumber("tokens"));
    }

    /** Puts a piece back that has just come to nothing with this node, so that others go first; whether it did. */
    boolean passOn(Sql sql, UUID incarnation, TrainingAttempt attempt) throws SQLException {
        Instant since = clock.instant().minus(config.spoiltPause());
        if (sql.query(BARRED, row -> row.uuid("piece"), incarnation, attempt.training(), since)
                .isEmpty()) {
            return false;
        }
        TrainingEvent event = TrainingEvent.FORGOTTEN;
        return sql.update(STEP_BACK, event.toStored(), attempt.training(), attempt.attempt(), event.fromStored()) > 0;
    }

    /** A worker could not do its piece, or says that another's is no good. */
    void fail(Sql sql, HeldTraining piece, TrainingEnd end) throws SQLException {
        UUID culprit = end.culprit();
        RoundPlace place = requireNonNull(piece.place(), "place");
        if (culprit != null && place.averages()) {
            HeldTraining other = rows.hold(sql, culprit);
            RoundPlace others = other.place();
            if (others != null
                    && place.parent() != null
                    && place.parent().equals(others.parent())
                    && others.round() == place.round()
                    && other.view().state().equals(TrainingState.BROUGHT.stored())) {
                // The average comes again when its parts are all here.
                sql.update("delete from training where id = ?", piece.view().id());
                refuse(sql, other, TrainingEvent.SPOIL, end.code(), end.message());
                return;
            }
        }
        refuse(sql, piece, TrainingEvent.REFUSE, end.code(), end.message());
    }

    /**
     * Hands a piece to another node, so often; then its training fails, or its round goes on without it.
     *
     * @param event REFUSE or SPOIL
     */
    void refuse(Sql sql, HeldTraining piece, TrainingEvent event, String code, String reason) throws SQLException {
        RoundPlace place = requireNonNull(piece.place(), "place");
        UUID id = piece.view().id();
        String told = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        sql.update(TELL, code, told, clock.instant(), id);
        sql.update("delete from training_chunk where training_id = ?", id);
        int refusals = place.refusals() + 1;
        LOG.warnf(
                "%s of training %s came to nothing with %s: %s: %s",
                place.called(), place.parent(), piece.view().worker(), code, told);
        TrainingEvent next = event;
        if (refusals >= config.pieceTries()) {
            next = place.leavesOut() && !place.averages() ? TrainingEvent.LEAVE_OUT : TrainingEvent.GIVE_UP;
        }
        sql.update(ANEW, next.toStored(), next.attempts(), refusals, code, told, id);
    }
}
