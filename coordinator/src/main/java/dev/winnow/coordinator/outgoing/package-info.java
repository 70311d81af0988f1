/**
 * Outgoing: calls to addresses that a user chose. They must not reach what only this machine or its network can reach.
 *
 * <p>{@link OutgoingGuard} judges a URL and the addresses behind its name and gives a {@link Destination}, and
 * {@link OutgoingHttp} connects to that very address: a name that resolves to another one a moment later changes
 * nothing. Which addresses are refused stands in {@link AddressRules}. No feature is imported here.
 */
@NullMarked
package dev.winnow.coordinator.outgoing;

import org.jspecify.annotations.NullMarked;
