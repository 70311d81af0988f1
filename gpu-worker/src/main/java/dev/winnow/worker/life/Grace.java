package dev.winnow.worker.life;

import java.time.Duration;

/**
 * How long a worker that was told to take no more may go on, and what it may still do when. Most of it belongs to items
 * that have begun; the end is kept for results to be confirmed and the rest to be handed back.
 *
 * @param whole from the moment it was told to the moment when nothing of it is left
 */
public record Grace(Duration whole) {
    public Grace {
        if (whole.isNegative() || whole.isZero()) {
            throw new IllegalArgumentException("WINNOW_GRACE must be more than 0, was " + whole
                    + "; set it below the time after which the" + " process is killed");
        }
    }

    /** Until when items may end by themselves. */
    public Duration working() {
        return whole.multipliedBy(4).dividedBy(5);
    }

    /** Until when the broker's confirms are waited for. */
    public Duration confirming() {
        return whole.multipliedBy(9).dividedBy(10);
    }
}
