package dev.winnow.common.result;

import static java.util.Objects.requireNonNull;

/**
 * An item that could not become JSON; its neighbours are not touched by it.
 *
 * @param position the item's place in its job
 * @param code the stable reason that programs read
 * @param message the reason that people read
 */
public record ItemFailure(int position, ErrorCode code, String message) implements ItemResult {
    public ItemFailure {
        requireNonNull(code, "code");
        requireNonNull(message, "message");
        if (position < 0) {
            throw new IllegalArgumentException("position must not be negative, was " + position);
        }
    }
}
