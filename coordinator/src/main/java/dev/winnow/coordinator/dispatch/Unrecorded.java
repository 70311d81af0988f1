package dev.winnow.coordinator.dispatch;

import dev.winnow.coordinator.database.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which of a shard's items have no result yet in its epoch. */
final class Unrecorded {
    private static final String POSITIONS = "select positions from shard where id = ?";

    // By the positions that are asked for, not as an anti-join: the server has often no idea yet how many results there
    // are, and would read all of the job's.
    private static final String RECORDED = """
            select r.position from shard s
            join result r on r.job_id = s.job_id and r.position = any(s.positions) and r.epoch >= s.epoch
            where s.id = ?""";

    private Unrecorded() {}

    /** In ascending order. */
    static List<Integer> of(Sql sql, long shard) throws SQLException {
        List<Integer> open = new ArrayList<>(
                sql.queryOne(POSITIONS, row -> row.numbers("positions"), shard).orElse(List.of()));
        Set<Integer> recorded = new HashSet<>(sql.query(RECORDED, row -> row.number("position"), shard));
        open.removeIf(recorded::contains);
        open.sort(null);
        return open;
    }
}
