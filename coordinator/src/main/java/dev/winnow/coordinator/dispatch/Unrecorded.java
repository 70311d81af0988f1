package dev.winnow.coordinator.dispatch;

import dev.winnow.coordinator.database.Sql;
import java.sql.SQLException;
import java.util.List;

/** Which of a shard's items have no result yet in its epoch. */
final class Unrecorded {
    private static final String STATEMENT = """
            select p as position from shard s, unnest(s.positions) p
            where s.id = ? and not exists (
                select 1 from result r where r.job_id = s.job_id and r.position = p and r.epoch >= s.epoch)
            order by p""";

    private Unrecorded() {}

    static List<Integer> of(Sql sql, long shard) throws SQLException {
        return sql.query(STATEMENT, row -> row.number("position"), shard);
    }
}
