package dev.winnow.coordinator.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of schedules. */
@ConfigMapping(prefix = "winnow.schedules")
public interface ScheduleConfig {
    /** Schedules that a tenant may have. */
    @WithDefault("100")
    int perTenant();

    /** The least time between two fires of a schedule. */
    @WithDefault("PT1M")
    Duration leastInterval();

    /** A fire that comes later than this was missed, and the schedule's rule says what becomes of it. */
    @WithDefault("PT5M")
    Duration lateAfter();

    /** How long after its time a fire is looked for that nobody was woken for. */
    @WithDefault("PT15S")
    Duration unheardAfter();

    /** How often a coordinator tells the others that it lives; who is silent for longer is taken for dead. */
    @WithDefault("PT10S")
    Duration checkIn();

    /** Runs of a schedule that are remembered. */
    @WithDefault("500")
    int history();
}
