package dev.winnow.coordinator.training;

import dev.winnow.common.training.Portion;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.training.RoundState.PieceState;
import dev.winnow.coordinator.training.TrainingRows.HeldTraining;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, reads and clears the pieces of a training that the caller's transaction holds. Thread-safe. */
@Singleton
class PieceRows {
    private static final String STATE = """
            select id, part, state, error_code, error_message, nodes, local_steps, round, leave_out, parent, refusals
            from training where parent = ? and round = ? order by part nulls last""";

    private static final String ADD = """
            insert into training (id, tenant, state, attempt, dataset_id, dataset, dataset_hash, train_rows, held_out_rows,
                                  instruction, base, plan, adapter_name, created_at, nodes, local_steps, leave_out,
                                  round, parent, part, priority)
            select ?::uuid, tenant, ?, 1, dataset_id, dataset, dataset_hash, train_rows, held_out_rows,
                   instruction, base, plan, adapter_name, created_at, nodes, local_steps, leave_out, ?::integer, id, ?::integer,
                   priority
            from training where id = ?""";

    private static final String FORGET = """
            delete from training_chunk c using training t
            where t.id = c.training_id and t.parent = ? and t.id <> ?""";

    private static final String FORGET_ALL =
            "delete from training_chunk c using training t where t.id = c.training_id and t.parent = ?";

    /** What a round's pieces have come to. */
    RoundState state(Sql sql, UUID training, int round) throws SQLException {
        return new RoundState(sql.query(STATE, PieceRows::piece, training, round));
    }

    private static PieceState piece(Row row) throws SQLException {
        RoundPlace place = RoundPlace.of(row);
        if (place == null) {
            throw new IllegalStateException("a piece has no place");
        }
        return new PieceState(
                row.uuid("id"),
                place.averages(),
                place.called(),
                row.text("state"),
                row.textOrNull("error_code"),
                row.textOrNull("error_message"));
    }

    /** A round's parts, as many as have steps; they wait to be handed out. */
    void addParts(Sql sql, HeldTraining training, RoundPlace place) throws SQLException {
        int steps = Math.toIntExact(training.view().plan().steps(training.view().trainRows()));
        Portion round = place.portion();
        for (int part = 0; part < round.nodes(); part++) {
            Portion portion = new Portion(round.nodes(), round.localSteps(), round.round(), part);
            if (portion.steps(steps) > 0) {
                add(sql, training, round.round(), part);
            }
        }
    }

    /** The piece that averages what a round's parts have brought. */
    void addAverage(Sql sql, HeldTraining training, RoundPlace place) throws SQLException {
        add(sql, training, place.round(), null);
    }

    private static void add(Sql sql, HeldTraining training, int round, @Nullable Integer part) throws SQLException {
        sql.update(
                ADD,
                UUID.randomUUID(),
                TrainingState.QUEUED.stored(),
                round,
                part,
                training.view().id());
    }

    /** Frees what pieces have brought, but for the one that the next round begins with. */
    void forgetAllBut(Sql sql, UUID training, UUID average) throws SQLException {
        sql.update(FORGET, training, average);
    }

    /** Frees all that pieces have brought. */
    void forgetAll(Sql sql, UUID training) throws SQLException {
        sql.update(FORGET_ALL, training);
    }
}
