package dev.winnow.coordinator.training;

import dev.winnow.common.training.Portion;
import dev.winnow.coordinator.database.Row;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a training across nodes is, or where in it a piece belongs.
 *
 * @param portion the round; of a part its own steps, otherwise those of the first part
 * @param averages whether it is the piece that averages
 * @param leavesOut whether a part that is lost is left out
 * @param parent of a piece
 * @param refusals how often a piece came to nothing through its node
 */
record RoundPlace(
        Portion portion,
        boolean averages,
        boolean leavesOut,
        @Nullable UUID parent,
        int refusals) {
    /** What a row says; null if one worker does all of it. */
    static @Nullable RoundPlace of(Row row) throws SQLException {
        Integer localSteps = row.numberOrNull("local_steps");
        if (localSteps == null) {
            return null;
        }
        Integer part = row.numberOrNull("part");
        String parent = row.textOrNull("parent");
        return new RoundPlace(
                new Portion(row.number("nodes"), localSteps, row.number("round"), part == null ? 0 : part),
                parent != null && part == null,
                row.flag("leave_out"),
                parent == null ? null : UUID.fromString(parent),
                row.number("refusals"));
    }

    int round() {
        return portion.round();
    }

    /** For people: which piece of which round. */
    String called() {
        return averages
                ? "the average of round %d".formatted(round() + 1)
                : "part %d of round %d".formatted(portion.part() + 1, round() + 1);
    }

    RoundPlace atRound(int round) {
        return new RoundPlace(
                new Portion(portion.nodes(), portion.localSteps(), round, 0), averages, leavesOut, parent, refusals);
    }
}
