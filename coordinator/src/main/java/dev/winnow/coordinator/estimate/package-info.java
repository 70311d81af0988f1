/**
 * Estimate: what a job would take, in tokens, time and money, before it is started.
 *
 * <p>{@link TokenSample} counts tokens on a bounded sample and says how sure it is of the rest; {@link OutputTokens}
 * knows how long outputs were or guesses, and says which; {@link PriceList} turns tokens into money. Requests do not
 * come here: {@code extraction} reads the body and asks.
 */
@NullMarked
package dev.winnow.coordinator.estimate;

import org.jspecify.annotations.NullMarked;
