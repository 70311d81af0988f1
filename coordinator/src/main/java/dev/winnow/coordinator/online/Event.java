package dev.winnow.coordinator.online;

import dev.winnow.common.result.ItemResult;

/** What becomes of an online request. */
public sealed interface Event {
    /** A worker does it. */
    record Begun() implements Event {}

    /** The output has grown. */
    record Text(String text) implements Event {}

    /**
     * It is over.
     *
     * @param rest of the output, which no {@link Text} has brought
     */
    record Ended(ItemResult result, String rest) implements Event {}

    /** Nothing new for a while. */
    record Quiet() implements Event {}
}
