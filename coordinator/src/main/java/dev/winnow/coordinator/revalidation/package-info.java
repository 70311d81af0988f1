/**
 * Revalidation: answers that are asked for again and again are sent again only when they have changed.
 *
 * <p>A resource method says {@link Revalidated}; {@link RevalidationFilter} does the rest.
 */
@NullMarked
package dev.winnow.coordinator.revalidation;

import org.jspecify.annotations.NullMarked;
