/**
 * Adapters: what a tenant has taught its models, kept as PEFT wrote it, in versions that never change.
 *
 * <p>Start at {@link AdaptersResource}. A body becomes a {@link ReceivedAdapter}, which has been checked whole before
 * {@link Adapters} stores it; the weights go through {@link AdapterContents}. {@link Aliases} are what moves. Jobs ask
 * {@link Adapters#resolve} once and keep the hash; workers fetch by it from {@link WorkerAdaptersResource}.
 */
@NullMarked
package dev.winnow.coordinator.adapter;

import org.jspecify.annotations.NullMarked;
