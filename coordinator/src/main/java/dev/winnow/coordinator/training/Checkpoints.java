package dev.winnow.coordinator.training;

import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.training.TrainingRows.HeldTraining;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * What an interrupted training goes on from, in the database: the last one of each training, whole or not at all. An
 * older attempt's is refused, so that a worker that was taken for dead cannot put the training back. Thread-safe.
 */
@Singleton
class Checkpoints {
    private static final int CHUNK = 1 << 20;

    private static final String INSERT =
            "insert into training_chunk (training_id, checkpoint, position, bytes) values (?, ?, ?, ?)";

    private static final String REPLACE = """
            update training set checkpoint = ?, checkpoint_step = ?, checkpoint_bytes = ?,
                   fruitless = case when ? > coalesce(checkpoint_step, 0) then 0 else fruitless end
            where id = ?""";

    private static final String READ =
            "select bytes from training_chunk where training_id = ? and checkpoint = ? and position = ?";

    private static final String INPUT = """
            select checkpoint, checkpoint_bytes from training i
            where id = ? and state = ? and parent = (select parent from training where id = ?)""";

    private final Database database;
    private final TrainingRows rows;

    Checkpoints(Database database, TrainingRows rows) {
        this.database = database;
        this.rows = rows;
    }

    /**
     * Puts one into the place of the one before.
     *
     * @param step that is done with it
     * @throws ProblemException 409 if the training is not this worker's any more
     */
    void store(UUID incarnation, TrainingAttempt attempt, int step, Path file) {
        database.inTransaction(sql -> {
            HeldTraining training = rows.hold(sql, attempt.training());
            requireHeld(training, incarnation, attempt);
            return replace(sql, training, step, file);
        });
    }

    /** The same in the caller's transaction, which holds the training. */
    static int replace(Sql sql, HeldTraining training, int step, Path file) throws SQLException {
        UUID id = training.view().id();
        int next = training.checkpoint() + 1;
        sql.update("delete from training_chunk where training_id = ?", id);
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] chunk = in.readNBytes(CHUNK);
            for (int position = 0; chunk.length > 0; position++) {
                sql.update(INSERT, id, next, position, chunk);
                bytes += chunk.length;
                chunk = in.readNBytes(CHUNK);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sql.update(REPLACE, next, step, bytes, step, id);
    }

    /** Refuses whoever does not hold the attempt. */
    static void requireHeld(HeldTraining training, UUID incarnation, TrainingAttempt attempt) {
        if (!training.isHeldBy(incarnation, attempt.attempt())) {
            throw Problem.of(
                            409,
                            "not_yours",
                            "the training is %s at attempt %d, not this worker's at attempt %d"
                                    .formatted(
                                            training.view().state(),
                                            training.view().attempt(),
                                            attempt.attempt()))
                    .remedy("forget it")
                    .exception();
        }
    }

    /**
     * The last one, for the worker that goes on from it.
     *
     * @throws ProblemException 409 if the training is not this worker's, 404 if there is none
     */
    StoredCheckpoint find(UUID incarnation, TrainingAttempt attempt) {
        return database.inTransaction(sql -> {
            HeldTraining training = rows.hold(sql, attempt.training());
            requireHeld(training, incarnation, attempt);
            return sql.queryOne(
                            "select checkpoint, checkpoint_bytes from training where id = ? and checkpoint > 0",
                            row -> new StoredCheckpoint(
                                    attempt.training(), row.number("checkpoint"), row.bigNumber("checkpoint_bytes")),
                            attempt.training())
                    .orElseThrow(() -> Problem.of(404, "no_checkpoint", "the training has no checkpoint yet")
                            .remedy("begin at the beginning")
                            .exception());
        });
    }

    /**
     * What a piece of the same training has brought, for the worker of another that needs it.
     *
     * @throws ProblemException 409 if the attempt is not this worker's, 404 if there is no such piece
     */
    StoredCheckpoint input(UUID incarnation, TrainingAttempt attempt, UUID piece) {
        return database.inTransaction(sql -> {
            requireHeld(rows.hold(sql, attempt.training()), incarnation, attempt);
            return sql.queryOne(
                            INPUT,
                            row -> new StoredCheckpoint(
                                    piece, row.number("checkpoint"), row.bigNumber("checkpoint_bytes")),
                            piece,
                            TrainingState.BROUGHT.stored(),
                            attempt.training())
                    .orElseThrow(() -> Problem.of(404, "no_such_piece", "the training has no adapter of piece " + piece)
                            .remedy("give the training back and claim it anew")
                            .exception());
        });
    }

    /** What a piece has brought, once more. */
    static Optional<StoredCheckpoint> brought(Sql sql, UUID piece) throws SQLException {
        return sql.queryOne(
                "select checkpoint, checkpoint_bytes from training where id = ? and state = ?",
                row -> new StoredCheckpoint(piece, row.number("checkpoint"), row.bigNumber("checkpoint_bytes")),
                piece,
                TrainingState.BROUGHT.stored());
    }

    /** Writes it out; holds no transaction while the reader takes its time. */
    void copyTo(StoredCheckpoint from, OutputStream out) throws IOException {
        long written = 0;
        for (int position = 0; written < from.bytes(); position++) {
            int at = position;
            byte[] chunk = database.inTransaction(sql ->
                            sql.queryOne(READ, row -> row.bytes("bytes"), from.training(), from.checkpoint(), at))
                    .orElseThrow(() -> new IOException("the checkpoint was replaced while it was read"));
            out.write(chunk);
            written += chunk.length;
        }
    }

    /** Which checkpoint there is. */
    record StoredCheckpoint(UUID training, int checkpoint, long bytes) {}
}
