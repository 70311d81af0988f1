package dev.winnow.coordinator.dispatch;

import dev.winnow.coordinator.database.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Which of a shard's items have no result yet. */
final class Unrecorded {
    private static final String STATEMENT = """
            select p as position from unnest(?::integer[]) p
            where not exists (select 1 from result r where r.job_id = ? and r.position = p)
            order by p""";

    private Unrecorded() {}

    static List<Integer> of(Sql sql, UUID job, List<Integer> positions) throws SQLException {
        return sql.query(STATEMENT, row -> row.number("position"), positions.toArray(Integer[]::new), job);
    }
}
