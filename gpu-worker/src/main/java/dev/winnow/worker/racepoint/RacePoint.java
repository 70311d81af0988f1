package dev.winnow.worker.racepoint;

import dev.winnow.common.racepoint.HaltAt;
import dev.winnow.common.racepoint.RacePoints;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Where a worker can die between two steps, in the order of a shard's life. */
public enum RacePoint {
    /** A delivery is on the desk; it is not claimed. */
    DELIVERY_TAKEN,
    /** The coordinator has granted the shard; the delivery is not acked, and the engine has nothing of it. */
    SHARD_CLAIMED,
    /** The coordinator has refused the shard; the delivery is not acked. */
    CLAIM_REFUSED,
    /** The delivery of a granted shard is acked; the engine has nothing of it. */
    DELIVERY_ACKED,
    /** An item has ended; its result is nowhere but in the engine's hand. */
    ITEM_FINISHED,
    /** A results message is handed to the broker's connection; no confirm is there. */
    RESULTS_SENT,
    /** The broker has confirmed a results message; the outbox does not know it, and nothing is known to be recorded. */
    RESULTS_CONFIRMED,
    /** The coordinator has answered a heartbeat; its verdicts are not applied. */
    HEARTBEAT_ANSWERED,
    /** Begun shards are off the desk to be returned; the coordinator does not know it. */
    SHARDS_COLLECTED,
    /** The coordinator has taken a shard back; others may be left, and the worker has not signed off. */
    SHARD_RETURNED,
    /** The worker has signed off; its connections stand. */
    SIGNED_OFF;

    private static final Logger LOG = Logger.getLogger(RacePoint.class);

    /**
     * Who hears of race points: nobody, unless a fault test has asked for a death.
     *
     * @param haltAt {@code POINT}, or {@code POINT:3} for the third time
     * @throws IllegalArgumentException if there is no such point
     */
    public static RacePoints<RacePoint> watched(Optional<String> haltAt) {
        return haltAt.<RacePoints<RacePoint>>map(RacePoint::haltingAt).orElseGet(RacePoints::unwatched);
    }

    private static RacePoints<RacePoint> haltingAt(String text) {
        HaltAt<RacePoint> halt = HaltAt.parse(RacePoint.class, text);
        LOG.errorf("FAULT TEST: this process ends itself at %s. Unset WINNOW_TESTING_HALT_AT in production", halt);
        return halt;
    }
}
