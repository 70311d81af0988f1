/**
 * Items: what has become of a job's items, a page at a time, as people look at them.
 *
 * <p>{@link ItemsResource} is the API; {@link JobItems} reads. Whole results in bulk are the {@code extraction}
 * package's, what people decide about them the {@code review} package's.
 */
@NullMarked
package dev.winnow.coordinator.item;

import org.jspecify.annotations.NullMarked;
