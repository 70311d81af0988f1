/**
 * Recording: takes results from the queue and puts them into the database, then settles the message.
 *
 * <p>{@link ResultConsumer} holds a message until its transaction is committed, however long the database is away;
 * {@link ResultRecorder} is that transaction. What can never be recorded is parked with its reason
 * ({@link ParkedMessages}), until an admin retries or deletes it ({@link ParkedMessagesResource}).
 */
@NullMarked
package dev.winnow.coordinator.recording;

import org.jspecify.annotations.NullMarked;
