package dev.winnow.coordinator.result;

import org.jspecify.annotations.Nullable;

/**
 * An item that could not be taken in.
 *
 * @param id the user's, as far as it could be told
 * @param code the stable name of the reason
 * @param message what is wrong, where, and the way out
 */
public record RefusedItem(int position, @Nullable String id, String code, String message) {
    public RefusedItem {
        if (position < 0) {
            throw new IllegalArgumentException("position must not be negative, was " + position);
        }
    }
}
