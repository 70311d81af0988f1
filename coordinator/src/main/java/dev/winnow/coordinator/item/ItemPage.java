package dev.winnow.coordinator.item;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of items.
 *
 * @param nextAfter for the next page, or null on the last; where a text is looked for, a page may be empty and not the
 *     last
 */
record ItemPage(List<ItemLine> items, @Nullable Integer nextAfter) {
    static final ItemPage NOTHING = new ItemPage(List.of(), null);

    ItemPage {
        items = List.copyOf(items);
    }

    /**
     * Of what was found, one more than fits.
     *
     * @param end behind which nobody has looked, or null if all was looked at
     */
    static ItemPage of(List<ItemLine> found, int limit, @Nullable Integer end) {
        return found.size() > limit
                ? new ItemPage(found.subList(0, limit), found.get(limit - 1).position())
                : new ItemPage(found, end);
    }
}
