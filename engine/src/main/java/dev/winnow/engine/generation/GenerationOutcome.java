package dev.winnow.engine.generation;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** How a request ended. Every accepted request has exactly one. */
public sealed interface GenerationOutcome {
    /**
     * An output.
     *
     * @param tokens the output without its end token
     * @param logProbabilities by token, the natural logarithm of the model's probability for it among those that the
     *     constraint allowed there, whatever the temperature; not a number for tokens that were forced
     * @param truncated the limit shaped it: free text was cut, or the constraint closed a value early
     * @param steps decoder steps that the row took part in, its prefill counted as one
     * @param time from the row's prefill to its last token
     */
    @SuppressWarnings("ArrayRecordComponent") // Copied on the way in, never compared.
    record Generated(int[] tokens, float[] logProbabilities, boolean truncated, int steps, Duration time)
            implements GenerationOutcome {
        public Generated {
            tokens = tokens.clone();
            logProbabilities = logProbabilities.clone();
            if (logProbabilities.length != tokens.length) {
                throw new IllegalArgumentException(
                        "%d tokens with %d probabilities".formatted(tokens.length, logProbabilities.length));
            }
            requireNonNull(time, "time");
        }
    }

    /**
     * No output.
     *
     * @param reason what stopped it
     * @param message for people: names the field, the limit and the remedy
     */
    record GenerationFailed(Reason reason, String message) implements GenerationOutcome {
        public GenerationFailed {
            requireNonNull(reason, "reason");
            requireNonNull(message, "message");
        }

        /** The engine threw while it worked on the request. */
        static GenerationFailed by(Throwable fault) {
            String message = fault.getMessage();
            return new GenerationFailed(
                    Reason.ENGINE_ERROR,
                    "the engine failed on this item: "
                            + (message == null ? fault.getClass().getSimpleName() : message));
        }
    }

    /** Why a request has no output. */
    enum Reason {
        /** It passed its wall-clock limit. */
        TIME_LIMIT,
        /** Prompt and output limit together exceed the model's context or the memory for its KV cache. */
        TOO_LONG,
        /** It was cancelled, or the generator was closed. */
        CANCELLED,
        /** The engine or the cursor threw while it worked on this very request, or its tokens are not the model's. */
        ENGINE_ERROR
    }
}
