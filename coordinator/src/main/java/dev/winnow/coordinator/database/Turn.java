package dev.winnow.coordinator.database;

import io.quarkus.hibernate.orm.panache.Panache;
import java.sql.SQLException;

/**
 * What only one transaction at a time may do, on whatever replica it runs. A turn is an advisory lock of PostgreSQL: it
 * ends with the transaction, and needs no row that somebody would have to make or remove.
 */
public enum Turn {
    /** Adds to the queued items of the tenant that the key names. */
    QUEUE(1),
    /** Sends shards of tenants whose shards in flight are limited. */
    DISPATCH(2),
    /** Ends items of the job that the key names, whose deadline has passed. */
    EXPIRE(3),
    /** Deletes a piece of the job that the key names. */
    DELETE(4),
    /** Registers a worker by the name that the key is: of two that find none, the second finds the first. */
    REGISTER(5),
    /** Does a run of the schedule that the key names. */
    SCHEDULED_RUN(22),
    /** Moves the batch of a client of OpenAI that the key names. */
    BATCH(25);

    // Not the ordinal: replicas of two versions must mean the same.
    private final int number;

    Turn(int number) {
        this.number = number;
    }

    /** Waits for the turn. Two keys may share one by chance, which costs nothing but the wait. */
    public void await(Sql sql, String key) throws SQLException {
        sql.query("select pg_advisory_xact_lock(?, hashtext(?))", row -> "", number, key);
    }

    /** The same in the transaction that entities are part of. */
    public void awaitAmongEntities(String key) {
        Panache.getEntityManager()
                .createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(?1, hashtext(?2))) as turn", Integer.class)
                .setParameter(1, number)
                .setParameter(2, key)
                .getSingleResult();
    }

    /** Takes the turn unless another transaction has it. */
    public boolean take(Sql sql, String key) throws SQLException {
        return sql.queryOne(
                        "select pg_try_advisory_xact_lock(?, hashtext(?)) as taken",
                        row -> row.flag("taken"),
                        number,
                        key)
                .orElseThrow();
    }
}
