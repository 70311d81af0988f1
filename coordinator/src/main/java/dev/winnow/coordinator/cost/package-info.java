/**
 * Cost: what the work of the last days has cost, beside what hosted APIs would have asked for the same tokens.
 *
 * <p>{@link CostsResource} is the API; {@link Costs} knows how long workers were there and whose tokens they made;
 * {@link CostRates} what an hour of a worker costs. Hosted prices are those of {@code estimate}.
 */
@NullMarked
package dev.winnow.coordinator.cost;

import org.jspecify.annotations.NullMarked;
