/**
 * Webhooks: tells a tenant's own services how its jobs end, as the Standard Webhooks specification wants it.
 *
 * <p>{@link JobEnds} writes what is to be told, in the transaction that ends the job. {@link DeliveryLoop} lets any
 * replica send it: {@link DeliveryQueue} leases what is due and keeps how it went, {@link Courier} makes one attempt.
 * {@link Webhooks} and {@link Deliveries} serve the API. Every call goes through the guard in
 * {@code dev.winnow.coordinator.outgoing}. No other feature but those that end jobs needs this one.
 */
@NullMarked
package dev.winnow.coordinator.webhook;

import org.jspecify.annotations.NullMarked;
