package dev.winnow.coordinator.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.training.Portion;
import dev.winnow.coordinator.adapter.TrainedAdapters;
import dev.winnow.coordinator.adapter.TrainedAdapters.Received;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.training.Checkpoints.StoredCheckpoint;
import dev.winnow.coordinator.training.TrainingRows.HeldTraining;
import dev.winnow.coordinator.webhook.TrainingEnds;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Moves trainings across nodes by what their pieces have come to: parts, then their average, then the next round's
 * parts, and in the end the adapter. Each move is one transaction that holds the training and looks anew, so that it
 * does not matter who moves it, how often, or where a process died before: what is there is moved on from. Thread-safe.
 */
@Singleton
class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    private static final String UNDER_WAY = """
            select id from training where local_steps is not null and parent is null and state = any(?)
            order by created_at""";

    private static final String LOCK = "select id from training where id = ? and state = any(?) for update skip locked";

    private static final String BEGIN = "update training set state = ?, begun_at = coalesce(begun_at, ?) where id = ?";

    private static final String REVIVE = """
            update training set state = ?, attempt = attempt + ?, ended_at = null, worker = null, lease_until = null,
                                fruitless = 0, refusals = 0, error_code = null, error_message = null
            where parent = ? and round = ? and state = any(?)""";

    private static final String REDO = """
            update training set state = ?, attempt = attempt + ?, ended_at = null, worker = null, lease_until = null,
                                progress = null
            where parent = ? and round = ? and state = any(?)""";

    // A round is done anew as long as one of its parts was not lost that often.
    private static final String WORTH_ANOTHER_TRY = """
            select id from training where parent = ? and round = ? and fruitless + refusals < ? limit 1""";

    private static final String LOSE_ALL = """
            update training set state = ?, ended_at = ?, error_code = 'all_parts_lost',
                                error_message = 'all parts of the round were lost again and again: most likely one takes'
                                    || ' more memory than workers have'
            where parent = ? and round = ? and state = any(?)""";

    private static final String NEXT = "update training set round = ? where id = ?";

    private static final String FAIL =
            "update training set state = ?, ended_at = ?, error_code = ?, error_message = ? where id = ?";

    private static final String STOP = """
            update training set state = ?, ended_at = ?
            where parent is not null and state = any(?)
              and exists (select from training p where p.id = training.parent and p.state in ('failed', 'cancelled'))""";

    private final Database database;
    private final TrainingRows rows;
    private final PieceRows pieces;
    private final Checkpoints checkpoints;
    private final TrainedAdapters adapters;
    private final TrainingResults results;
    private final TrainingEnds ends;
    private final RacePoints<RacePoint> points;
    private final TrainingConfig config;
    private final Clock clock;

    Rounds(
            Database database,
            TrainingRows rows,
            PieceRows pieces,
            Checkpoints checkpoints,
            TrainedAdapters adapters,
            TrainingResults results,
            TrainingEnds ends,
            RacePoints<RacePoint> points,
            TrainingConfig config,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.pieces = pieces;
        this.checkpoints = checkpoints;
        this.adapters = adapters;
        this.results = results;
        this.ends = ends;
        this.points = points;
        this.config = config;
        this.clock = clock;
    }

    /** Moves all that can be moved now. */
    void runOnce() {
        List<UUID> underWay = database.inTransaction(
                sql -> sql.query(UNDER_WAY, row -> row.uuid("id"), (Object) TrainingEvent.CANCEL.fromStored()));
        for (UUID training : underWay) {
            try {
                moveOn(training);
            } catch (DatabaseException | UncheckedIOException e) {
                LOG.errorf(e, "training %s across nodes is not moved now, another attempt follows", training);
            }
        }
        TrainingEvent stop = TrainingEvent.CANCEL;
        database.inTransaction(sql -> sql.update(STOP, stop.toStored(), clock.instant(), stop.fromStored()));
    }

    private void moveOn(UUID training) {
        Optional<UUID> last = database.inTransaction(sql -> {
            Optional<UUID> adapter = move(sql, training);
            points.reached(RacePoint.ROUND_MOVED);
            return adapter;
        });
        points.reached(RacePoint.ROUND_COMMITTED);
        if (last.isPresent()) {
            finish(training, last.get());
        }
    }

    /** Gives the piece whose adapter is the training's, once it is there. */
    private Optional<UUID> move(Sql sql, UUID id) throws SQLException {
        if (!locked(sql, id)) {
            return Optional.empty();
        }
        HeldTraining training = rows.hold(sql, id);
        RoundPlace place = requireNonNull(training.place(), "place");
        if (training.view().state().equals(TrainingState.QUEUED.stored())) {
            begin(sql, training, place);
            return Optional.empty();
        }
        // Of a cancellation that was taken back while another coordinator stopped pieces.
        revive(sql, id, place, new String[] {TrainingState.CANCELLED.stored()});
        RoundState round = pieces.state(sql, id, place.round());
        if (round.failed().isPresent()) {
            fail(sql, id, round.failed().get());
        } else if (round.average().isPresent()) {
            return round.averageIsHere()
                    ? next(sql, training, place, round.average().get())
                    : Optional.empty();
        } else if (round.nothingIsLeft()) {
            redo(sql, id, place);
        } else if (round.partsAreOver()) {
            pieces.addAverage(sql, training, place);
        }
        return Optional.empty();
    }

    private void redo(Sql sql, UUID id, RoundPlace place) throws SQLException {
        int most = 2 * config.pieceTries();
        if (sql.query(WORTH_ANOTHER_TRY, row -> row.uuid("id"), id, place.round(), most)
                .isEmpty()) {
            TrainingEvent event = TrainingEvent.LOSE_ALL;
            sql.update(LOSE_ALL, event.toStored(), clock.instant(), id, place.round(), event.fromStored());
        } else {
            TrainingEvent event = TrainingEvent.REDO;
            sql.update(REDO, event.toStored(), event.attempts(), id, place.round(), event.fromStored());
        }
    }

    private static boolean locked(Sql sql, UUID id) throws SQLException {
        return !sql.query(LOCK, row -> row.uuid("id"), id, TrainingEvent.CANCEL.fromStored())
                .isEmpty();
    }

    private void begin(Sql sql, HeldTraining training, RoundPlace place) throws SQLException {
        UUID id = training.view().id();
        sql.update(BEGIN, TrainingEvent.BEGIN_ROUNDS.toStored(), clock.instant(), id);
        revive(sql, id, place, TrainingEvent.RESUME.fromStored());
        if (pieces.state(sql, id, place.round()).isEmpty()) {
            pieces.addParts(sql, training, place);
        }
    }

    private static void revive(Sql sql, UUID id, RoundPlace place, String[] states) throws SQLException {
        TrainingEvent event = TrainingEvent.RESUME;
        sql.update(REVIVE, event.toStored(), event.attempts(), id, place.round(), states);
    }

    private Optional<UUID> next(Sql sql, HeldTraining training, RoundPlace place, UUID average) throws SQLException {
        Portion portion = place.portion();
        int steps = Math.toIntExact(training.view().plan().steps(training.view().trainRows()));
        if (portion.doneAfter(steps) == steps) {
            return Optional.of(average);
        }
        int round = place.round() + 1;
        UUID id = training.view().id();
        sql.update(NEXT, round, id);
        pieces.addParts(sql, training, place.atRound(round));
        pieces.forgetAllBut(sql, id, average);
        LOG.infof("training %s: round %d of %d begins", id, round + 1, portion.rounds(steps));
        return Optional.empty();
    }

    private void finish(UUID training, UUID average) {
        try {
            Path zip = Files.createTempFile("winnow-average-", ".zip");
            try {
                Optional<StoredCheckpoint> stored = database.inTransaction(sql -> Checkpoints.brought(sql, average));
                if (stored.isEmpty()) {
                    return; // another coordinator was faster
                }
                try (OutputStream out = Files.newOutputStream(zip)) {
                    checkpoints.copyTo(stored.get(), out);
                }
                try (InputStream in = Files.newInputStream(zip);
                        Received received = adapters.receive(in)) {
                    database.inTransaction(sql -> finish(sql, training, received));
                    points.reached(RacePoint.ROUND_COMMITTED);
                }
            } finally {
                Files.deleteIfExists(zip);
            }
        } catch (ProblemException e) {
            database.inTransaction(sql -> locked(sql, training) && fail(sql, training, RoundFailure.of(e)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean finish(Sql sql, UUID id, Received received) throws SQLException {
        if (!locked(sql, id)) {
            return false;
        }
        String adapter = results.store(sql, id, received);
        pieces.forgetAll(sql, id);
        points.reached(RacePoint.ROUND_MOVED);
        LOG.infof("training %s across nodes is done: %s", id, adapter);
        return true;
    }

    private boolean fail(Sql sql, UUID id, RoundFailure why) throws SQLException {
        sql.update(FAIL, TrainingEvent.FAIL.toStored(), clock.instant(), why.code(), why.message(), id);
        ends.ended(sql, id);
        LOG.warnf("training %s has failed: %s: %s", id, why.code(), why.message());
        return true;
    }
}
