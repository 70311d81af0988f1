package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.worker.extraction.WrittenTokens;
import java.time.Duration;
import java.util.Optional;

/** What the server made of a request. */
sealed interface ChatAnswer {
    /**
     * An output, good or bad.
     *
     * @param cut it ended because it was long enough, not because it was finished
     * @param tokens with their probabilities; {@link WrittenTokens#UNKNOWN} where the server gave none
     */
    record Written(String text, boolean cut, int promptTokens, int outputTokens, WrittenTokens tokens)
            implements ChatAnswer {
        public Written {
            requireNonNull(text, "text");
            requireNonNull(tokens, "tokens");
        }
    }

    /** The server works, and does not take this item. */
    record Refused(ErrorCode code, String message) implements ChatAnswer {
        public Refused {
            requireNonNull(code, "code");
            requireNonNull(message, "message");
        }
    }

    /**
     * The server is in trouble.
     *
     * @param after how long it wants to be left alone, if it says so
     * @param suspicious whether this very item may have brought it there: it was being worked on
     */
    record Troubled(String message, Optional<Duration> after, boolean suspicious) implements ChatAnswer {
        public Troubled {
            requireNonNull(message, "message");
            requireNonNull(after, "after");
        }
    }
}
