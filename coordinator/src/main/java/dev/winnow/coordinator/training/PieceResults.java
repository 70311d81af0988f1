package dev.winnow.coordinator.training;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.coordinator.adapter.TrainedAdapters.Received;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.training.TrainingRows.HeldTraining;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes in what pieces bring, whole and of their training, or hands the piece to another node. Thread-safe. */
@Singleton
class PieceResults {
    private static final String BRING = """
            update training set state = ?, ended_at = ?, lease_until = null, result_hash = ?, tokens = ?, residual = ?,
                   worker_seconds = worker_seconds + greatest(0, extract(epoch from ?::timestamptz - counted_until)),
                   counted_until = ?
            where id = ? and state = any(?)""";

    private final Database database;
    private final TrainingRows rows;
    private final Pieces pieces;
    private final RacePoints<RacePoint> points;
    private final Clock clock;

    PieceResults(Database database, TrainingRows rows, Pieces pieces, RacePoints<RacePoint> points, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.pieces = pieces;
        this.points = points;
        this.clock = clock;
    }

    /**
     * Takes one in; twice is once.
     *
     * @return the adapter's hash
     * @throws dev.winnow.coordinator.problem.ProblemException 409 if the piece is not this worker's any more, 422 if
     *     what it brings is none of its training; another node does it then
     */
    String take(UUID incarnation, TrainingAttempt attempt, Outcome outcome, Received received, Path zip)
            throws IOException {
        HeldTraining asked = database.inTransaction(sql -> rows.hold(sql, attempt.training()));
        String misfit = received.unfit(asked.view().plan());
        String wrong = misfit == null ? outcome.unfit(asked) : misfit;
        Optional<String> refused = database.inTransaction(sql -> {
            HeldTraining piece = rows.hold(sql, attempt.training());
            if (piece.view().state().equals(TrainingState.BROUGHT.stored())
                    && piece.view().attempt() == attempt.attempt()
                    && incarnation.equals(piece.worker())) {
                return Optional.<String>empty();
            }
            Checkpoints.requireHeld(piece, incarnation, attempt);
            if (wrong != null) {
                pieces.refuse(sql, piece, TrainingEvent.REFUSE, "piece_refused", wrong);
                return Optional.of(wrong);
            }
            store(sql, piece, outcome, received.hash(), zip);
            points.reached(RacePoint.PIECE_STORED);
            return Optional.<String>empty();
        });
        points.reached(RacePoint.PIECE_COMMITTED);
        if (refused.isPresent()) {
            throw Problem.of(422, "piece_refused", "the adapter is none of this training: " + refused.get())
                    .remedy("another node does the piece; look after this one")
                    .exception();
        }
        return received.hash();
    }

    private void store(Sql sql, HeldTraining piece, Outcome outcome, String hash, Path zip) throws SQLException {
        Instant now = clock.instant();
        Checkpoints.replace(sql, piece, 0, zip);
        TrainingEvent event = TrainingEvent.BRING;
        sql.update(
                BRING,
                event.toStored(),
                now,
                hash,
                outcome.tokens(),
                outcome.residual(),
                now,
                now,
                piece.view().id(),
                event.fromStored());
    }

    /**
     * What a worker says of what it brings.
     *
     * @param tokens that a part has learned
     * @param residual what an average's rank has lost of the mean, as a share
     */
    record Outcome(@Nullable Long tokens, @Nullable Double residual) {
        private @Nullable String unfit(HeldTraining piece) {
            RoundPlace place = piece.place();
            if (place != null && place.averages()) {
                return residual != null && residual >= 0 && residual <= 1
                        ? null
                        : "an average says what it lacks of the mean, from 0 to 1; this one says " + residual;
            }
            return tokens != null && tokens > 0
                    ? null
                    : "a part says how many tokens it has learned; this one says " + tokens;
        }
    }
}
