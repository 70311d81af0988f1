/**
 * Chain: results that are reviewed become rows, a schedule trains on them, its gate promotes what is better and nothing
 * else, and what was unsure is extracted again. With the real model, over the API alone.
 *
 * <p>Start at {@link ChainRun}, which tells the story in its order; {@link ChainService} is the service as a user sees
 * it, {@link Checks} what must be so.
 */
@NullMarked
package dev.winnow.benchmarks.chain;

import org.jspecify.annotations.NullMarked;
