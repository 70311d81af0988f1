package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.problem.Problem;

/** Where in the request something stands. */
sealed interface Place {
    /** Puts the place into a problem. */
    Problem mark(Problem problem);

    /** For the text of a message. */
    String describe();

    /** A line of an NDJSON body, from 1. */
    record Line(long number) implements Place {
        @Override
        public Problem mark(Problem problem) {
            return problem.atLine(number);
        }

        @Override
        public String describe() {
            return "line " + number;
        }
    }

    /** A value in a JSON body. */
    record Pointer(String pointer) implements Place {
        @Override
        public Problem mark(Problem problem) {
            return problem.at(pointer);
        }

        @Override
        public String describe() {
            return pointer;
        }
    }
}
