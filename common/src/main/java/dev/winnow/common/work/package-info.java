/**
 * Work: what the coordinator puts on {@code winnow.work.<pool>} for the workers of that pool.
 *
 * <p>A message carries everything a worker needs, so that workers reach neither the database nor each other. Start at
 * {@link WorkMessage}.
 */
@NullMarked
package dev.winnow.common.work;

import org.jspecify.annotations.NullMarked;
