package dev.winnow.worker.server;

import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.extraction.Condition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the server may be sent items: closed when it was in trouble, until it has shown that it works again. Guarded
 * by its {@link ServerExtractor}.
 */
final class Gate {
    private static final Logger LOG = Logger.getLogger(Gate.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(15));
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Duration patience;
    private final Clock clock;
    private final RandomGenerator chance;
    private @Nullable Instant closedSince;
    private Instant nextTry = Instant.MIN;
    private int failures;
    private String reason = "";

    /** Takes how long a closed gate counts as a server that will be back soon. */
    Gate(Duration patience, Clock clock, RandomGenerator chance) {
        this.patience = patience;
        this.clock = clock;
        this.chance = chance;
    }

    boolean isOpen() {
        return closedSince == null;
    }

    /** Whether it is time to see whether the server works again. */
    boolean mayTry() {
        return closedSince != null && !clock.instant().isBefore(nextTry);
    }

    /**
     * The server is in trouble. Said of a closed gate by an answer to what was sent before, it changes nothing but a
     * wish to be left alone for longer.
     *
     * @param after how long it wants to be left alone
     */
    void trouble(String why, Optional<Duration> after) {
        if (closedSince == null) {
            closedSince = clock.instant();
            reason = why;
            LOG.warnf("the server is sent nothing for now, its items wait: %s", why);
            failedAgain();
        }
        after.ifPresent(this::notBefore);
    }

    /** A try has shown that it does not work yet. */
    void stillInTrouble(String why) {
        // One line for each reason; a server may be away for hours.
        LOG.logf(why.equals(reason) ? Logger.Level.DEBUG : Logger.Level.WARN, "the server does not work yet: %s", why);
        reason = why;
        failedAgain();
    }

    private void failedAgain() {
        failures++;
        nextTry = clock.instant().plus(PAUSES.after(failures, chance));
    }

    private void notBefore(Duration after) {
        Duration bounded = after.compareTo(LONGEST_PAUSE) < 0 ? after : LONGEST_PAUSE;
        Instant wished = clock.instant().plus(bounded);
        nextTry = wished.isAfter(nextTry) ? wished : nextTry;
    }

    /** The server has shown that it works. */
    void works() {
        if (closedSince != null) {
            LOG.infof("the server works again, after %s", Duration.between(closedSince, clock.instant()));
        }
        closedSince = null;
        failures = 0;
    }

    Condition condition() {
        if (closedSince == null) {
            return Condition.WORKING;
        }
        return clock.instant().isBefore(closedSince.plus(patience)) ? Condition.AWAY : Condition.LOST;
    }
}
