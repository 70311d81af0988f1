package dev.winnow.coordinator.dispatch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether leases may be judged: not within a lease after this process began, was suspended, or could not reach its
 * database, since heartbeats could not get through then. Not thread-safe.
 */
public final class LeasePatience {
    private final Duration lease;

    // Null: heartbeats may have been missed, the next round starts a full lease of patience.
    private @Nullable Instant judgeFrom;

    private @Nullable Instant lastRound;

    /** Takes how long a lease lives. */
    public LeasePatience(Duration lease) {
        this.lease = lease;
    }

    /**
     * To be asked every round, which come every second or so.
     *
     * @param reach throws if the database is away
     */
    public boolean isOver(Instant now, Runnable reach) {
        if (wasAway(now)) {
            judgeFrom = null;
        }
        lastRound = now;
        if (judgeFrom == null) {
            reach.run();
            judgeFrom = now.plus(lease);
        }
        return !now.isBefore(judgeFrom);
    }

    /** Begins anew. */
    public void begin() {
        judgeFrom = null;
    }

    // A process that was suspended, or whose clock was set, could not hear heartbeats for as long: leases seem to have
    // run out that are held.
    private boolean wasAway(Instant now) {
        return lastRound != null
                && (now.isBefore(lastRound) || Duration.between(lastRound, now).compareTo(lease.dividedBy(2)) > 0);
    }
}
