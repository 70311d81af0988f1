package dev.winnow.benchmarks.scripted;

import java.util.Optional;

/**
 * What a process of scripted workers writes about itself each second, for the run that started it.
 *
 * @param millis since the epoch
 * @param slotSeconds slots in use, summed over time and workers
 * @param slots of all its workers
 */
public record BusyLine(long millis, double slotSeconds, int slots) {
    private static final String MARK = "busy ";

    /** Reads a line of the log, if it is one of these. */
    public static Optional<BusyLine> parse(String line) {
        if (!line.startsWith(MARK)) {
            return Optional.empty();
        }
        String[] words = line.split(" ", -1);
        return words.length == 4
                ? Optional.of(new BusyLine(
                        Long.parseLong(words[1]), Double.parseDouble(words[2]), Integer.parseInt(words[3])))
                : Optional.empty(); // still being written
    }

    String line() {
        return MARK + millis + " " + slotSeconds + " " + slots;
    }
}
