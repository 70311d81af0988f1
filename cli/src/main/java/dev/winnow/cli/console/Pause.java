package dev.winnow.cli.console;

import java.time.Duration;

/** A wait between two looks at something that cannot tell of itself. */
public final class Pause {
    private Pause() {}

    /** Waits that long; ends the command if it is interrupted. */
    public static void of(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("Interrupted");
        }
    }
}
