package dev.winnow.coordinator.extraction;

import org.jspecify.annotations.Nullable;

/**
 * One item as the user sent it, checked by itself.
 *
 * @param id the user's; null where it gave none and the position, as text, is the id
 * @param instruction the item's own, or null
 * @param place where it stands in the request
 */
record SubmittedItem(@Nullable String id, @Nullable String instruction, String input, Place place) {}
