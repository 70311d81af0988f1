package dev.winnow.benchmarks.scripted;

import java.time.Duration;

/**
 * What the engine does with an item: the first word of its input says it.
 *
 * @param act what happens
 * @param pause how long the item takes before that
 */
record Script(Act act, Duration pause) {
    /** What can happen to an item. */
    enum Act {
        /** It ends with an output. */
        ANSWER,
        /** It ends with an error of its own. */
        FAIL,
        /** The process dies. */
        CRASH,
        /** The engine's thread never comes back. */
        HANG,
        /** The process runs out of memory. */
        EXHAUST
    }

    /**
     * Reads {@code @sleep MILLIS}, {@code @fail}, {@code @crash}, {@code @hang}, {@code @exhaust}; anything else is
     * answered at once.
     */
    static Script of(String input) {
        if (!input.startsWith("@")) {
            return new Script(Act.ANSWER, Duration.ZERO);
        }
        String[] words = input.split("\\s+", 3);
        return switch (words[0]) {
            case "@sleep" -> new Script(Act.ANSWER, Duration.ofMillis(Long.parseLong(words[1])));
            case "@fail" -> new Script(Act.FAIL, Duration.ZERO);
            case "@crash" -> new Script(Act.CRASH, Duration.ZERO);
            case "@hang" -> new Script(Act.HANG, Duration.ZERO);
            case "@exhaust" -> new Script(Act.EXHAUST, Duration.ZERO);
            default -> new Script(Act.ANSWER, Duration.ZERO);
        };
    }
}
