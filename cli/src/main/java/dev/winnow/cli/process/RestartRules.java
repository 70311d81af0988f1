package dev.winnow.cli.process;

import java.time.Duration;

/**
 * How patient a supervisor is.
 *
 * @param first the pause before the first start after a death
 * @param longest the longest pause; each death in a row doubles it until then
 * @param healthyAfter how long a process must have run for its death to count as a first one
 * @param earlyDeaths after how many deaths in a row a process that was never of use is given up
 */
public record RestartRules(Duration first, Duration longest, Duration healthyAfter, int earlyDeaths) {
    /** One second, doubled up to half a minute; three deaths at the start are enough. */
    public static final RestartRules USUAL =
            new RestartRules(Duration.ofSeconds(1), Duration.ofSeconds(30), Duration.ofMinutes(1), 3);

    Duration pauseAfter(int deathsInARow) {
        int doublings = Math.min(deathsInARow - 1, 20);
        Duration pause = first.multipliedBy(1L << doublings);
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
