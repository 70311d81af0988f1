package dev.winnow.cli.service;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Pause;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How a service is waited for that is away or has too much to do: for a while, and not in silence. Immutable. */
public final class Patience {
    /** What passes when the service is well again: it does not answer, has an error of its own, or is busy. */
    public static final Predicate<RuntimeException> PASSING = reason ->
            reason instanceof AwayException || (reason instanceof ServiceProblem problem && !problem.isCallersFault());

    private final Console console;
    private final Duration between;
    private final Duration limit;

    /** Asks that often, and bears that long without an answer. */
    public Patience(Console console, Duration between, Duration limit) {
        this.console = console;
        this.between = between;
        this.limit = limit;
    }

    /** How long it waits between two looks. */
    public Duration between() {
        return between;
    }

    /**
     * Asks until there is an answer.
     *
     * @param comfort what to say while it waits
     * @param passing which refusals are worth another try
     * @throws RuntimeException the last refusal, when it does not pass or the patience is at its end
     */
    public <T> T ask(String comfort, Predicate<RuntimeException> passing, Supplier<T> question) {
        long failingSince = 0;
        String told = "";
        while (true) {
            try {
                return question.get();
            } catch (AwayException | ServiceProblem reason) {
                long now = System.nanoTime();
                failingSince = failingSince == 0 ? now : failingSince;
                Duration pause = pauseAfter(reason);
                Duration left = limit.minusNanos(now - failingSince);
                if (!passing.test(reason) || left.compareTo(pause) < 0) {
                    throw reason;
                }
                String words = comfort + ": " + reason.getMessage() + asked(pause);
                if (!words.equals(told)) {
                    console.say("\n" + words);
                    told = words;
                }
                Pause.of(pause);
            }
        }
    }

    private Duration pauseAfter(RuntimeException reason) {
        return reason instanceof ServiceProblem problem && problem.retryAfter().compareTo(between) > 0
                ? problem.retryAfter()
                : between;
    }

    private String asked(Duration pause) {
        return pause.equals(between) ? "" : "\nIt asks to wait " + pause.toSeconds() + " s";
    }
}
