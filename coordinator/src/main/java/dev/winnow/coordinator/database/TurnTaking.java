package dev.winnow.coordinator.database;

import io.quarkus.hibernate.orm.panache.Panache;

/**
 * Lets transactions that are about the same thing come one after the other, over all replicas: so that of two that find
 * nothing and both want to store it, the second finds what the first has stored.
 */
public final class TurnTaking {
    private TurnTaking() {}

    /** Waits until no other open transaction has asked for that name; the turn ends with the caller's transaction. */
    public static void await(String name) {
        Panache.getEntityManager()
                .createNativeQuery(
                        "select 1 from (select pg_advisory_xact_lock(hashtextextended(?1, 0))) as turn", Integer.class)
                .setParameter(1, name)
                .getSingleResult();
    }
}
