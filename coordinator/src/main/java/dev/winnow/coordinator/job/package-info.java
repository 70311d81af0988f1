/**
 * Job: the states of a job and what moves it from one to the next.
 *
 * <p>What may happen to a job stands in {@link JobEvent}, and every statement that moves one asks it. What a user does
 * to a job is in the extraction package, what workers do to it in dispatch and result.
 */
@NullMarked
package dev.winnow.coordinator.job;

import org.jspecify.annotations.NullMarked;
