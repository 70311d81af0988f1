package dev.winnow.coordinator.dispatch;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.result.Results;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Ends shards that no worker will ever get, with an error for each of their items: others must not wait for them. */
@Singleton
class UnsendableShards {
    private static final Logger LOG = Logger.getLogger(UnsendableShards.class);

    private static final String LOCK = """
            select job_id, epoch from shard where id = ? and state = any(?) for update""";

    private final Database database;
    private final Results results;

    UnsendableShards(Database database, Results results) {
        this.database = database;
        this.results = results;
    }

    /** Records the reason for every item that has no result yet, and closes the shard. */
    void end(UnsendableShardException reason) {
        LOG.errorf(reason, "shard %d ends with errors", reason.shard());
        database.inTransaction(sql -> end(sql, reason));
    }

    private boolean end(Sql sql, UnsendableShardException reason) throws SQLException {
        var shard = sql.queryOne(
                LOCK,
                row -> new Shard(row.uuid("job_id"), row.number("epoch")),
                reason.shard(),
                ShardEvent.FINISH.fromStored());
        if (shard.isEmpty()) {
            return false;
        }
        List<ItemResult> failures = Unrecorded.of(sql, reason.shard()).stream()
                .<ItemResult>map(position ->
                        new ItemFailure(position, ErrorCode.ENGINE_ERROR, String.valueOf(reason.getMessage())))
                .toList();
        results.record(sql, shard.get().job(), shard.get().epoch(), failures);
        sql.update("update shard set state = ? where id = ?", ShardEvent.FINISH.toStored(), reason.shard());
        return true;
    }

    private record Shard(UUID job, int epoch) {}
}
