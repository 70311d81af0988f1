/**
 * Broker: one connection to RabbitMQ (or the embedded broker), made again for as long as the worker lives.
 *
 * <p>Start at {@link Broker}. A {@link Session} is one connection with its two channels; when any of them ends, for
 * whatever reason, the whole session ends and the next one begins. A {@link Delivery} belongs to its session, so an old
 * one can never settle another message. What is in a message does not enter here.
 */
@NullMarked
package dev.winnow.worker.broker;

import org.jspecify.annotations.NullMarked;
