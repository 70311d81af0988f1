package dev.winnow.benchmarks.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What a database has done so far.
 *
 * @param transactions committed
 * @param written rows inserted, changed and deleted
 * @param fetched rows that queries read by an index
 */
record DatabaseLoad(long transactions, long written, long fetched) {
    private static final String STATEMENT = """
            select xact_commit, tup_inserted + tup_updated + tup_deleted as written, tup_fetched
            from pg_stat_database where datname = current_database()""";

    static DatabaseLoad now(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(STATEMENT)) {
            row.next();
            return new DatabaseLoad(row.getLong(1), row.getLong(2), row.getLong(3));
        }
    }

    DatabaseLoad since(DatabaseLoad earlier) {
        return new DatabaseLoad(
                transactions - earlier.transactions, written - earlier.written, fetched - earlier.fetched);
    }
}
