package dev.winnow.worker.control;

import dev.winnow.common.control.ModelText;
import dev.winnow.common.control.RegistrationReply;
import dev.winnow.common.control.WorkerRegistration;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether the coordinator knows this incarnation. It registers until that worked, and again when the coordinator has
 * forgotten the worker. Thread-safe.
 */
public final class Membership {
    private static final Logger LOG = Logger.getLogger(Membership.class);

    private final CoordinatorClient coordinator;
    private final WorkerRegistration registration;
    private final ModelText text;
    private final Backoff backoff;
    private final Clock clock;
    private final RandomGenerator chance;
    private @Nullable RegistrationReply reply;
    private Instant nextTry = Instant.MIN;
    private int failures;
    private boolean wanted = true;

    public Membership(
            CoordinatorClient coordinator,
            WorkerRegistration registration,
            ModelText text,
            Backoff backoff,
            Clock clock,
            RandomGenerator chance) {
        this.coordinator = coordinator;
        this.registration = registration;
        this.text = text;
        this.backoff = backoff;
        this.clock = clock;
        this.chance = chance;
    }

    /** What was registered. */
    public WorkerRegistration registration() {
        return registration;
    }

    /** The coordinator's latest answer, empty before the first. */
    public synchronized Optional<RegistrationReply> reply() {
        return Optional.ofNullable(reply);
    }

    /** Whether the worker is registered, as far as it knows. */
    public synchronized boolean joined() {
        return !wanted;
    }

    /** The coordinator has forgotten this incarnation: the next {@link #tick} registers it again. */
    public synchronized void forgotten() {
        if (!wanted) {
            LOG.warn("the coordinator does not know this worker any more: registering again");
            wanted = true;
            nextTry = Instant.MIN;
        }
    }

    /** Registers if that is wanted and due; blocks for as long as the coordinator takes to answer. */
    public synchronized void tick() {
        if (!wanted || clock.instant().isBefore(nextTry)) {
            return;
        }
        try {
            RegistrationReply answer = coordinator.register(registration);
            if (answer.modelTextWanted()) {
                coordinator.sendModelText(registration.pool().model(), text);
            }
            reply = answer;
            wanted = false;
            failures = 0;
            LOG.infof("registered as %s, incarnation %s", registration.name(), registration.incarnation());
        } catch (CoordinatorAwayException | CoordinatorRefusedException e) {
            failures++;
            nextTry = clock.instant().plus(backoff.after(failures, chance));
            LOG.warnf("not registered yet: %s; trying again", e.getMessage());
        }
    }
}
