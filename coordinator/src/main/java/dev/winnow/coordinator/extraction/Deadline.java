package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** By when a job must be over, as its user said it. */
sealed interface Deadline {
    /** The farthest that it may lie ahead. */
    Duration FARTHEST = Duration.ofDays(366);

    /** A moment. */
    record At(Instant time) implements Deadline {
        @Override
        public Instant from(Instant now) {
            return time;
        }
    }

    /** A time from when the job is taken in. */
    record After(Duration time) implements Deadline {
        @Override
        public Instant from(Instant now) {
            // Cut, so that no number of hours is too large to be added; it is refused then.
            return now.plus(time.compareTo(FARTHEST) > 0 ? FARTHEST.plusSeconds(1) : time);
        }
    }

    /** The moment, for a job that is taken in then. */
    Instant from(Instant now);

    /**
     * Makes sure that it is ahead, and not too far.
     *
     * @throws ProblemException if it is not
     */
    default void require(Instant now) {
        Instant until = from(now);
        if (!until.isAfter(now)) {
            throw refused("the deadline must lie ahead; now is " + now)
                    .remedy("write a time that is still to come, or a time from now on as in PT12H")
                    .exception();
        }
        if (until.isAfter(now.plus(FARTHEST))) {
            throw refused("the deadline may lie %d days ahead at most".formatted(FARTHEST.toDays()))
                    .limit(FARTHEST.toDays())
                    .remedy("choose an earlier one, or leave it out")
                    .exception();
        }
    }

    /**
     * Reads one.
     *
     * @throws ProblemException if it is neither form
     */
    static Deadline read(String text) {
        try {
            return text.startsWith("P")
                    ? new After(Duration.parse(text))
                    : new At(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw refused("'%s' is no deadline".formatted(text))
                    .remedy("write a moment as in 2026-01-31T18:00:00Z, or a time from now on as in PT12H or P3D")
                    .exception();
        }
    }

    private static Problem refused(String detail) {
        return Problem.of(422, "invalid_deadline", detail).at("/deadline");
    }
}
