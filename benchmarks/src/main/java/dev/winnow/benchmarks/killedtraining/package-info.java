/**
 * Killed trainings: real workers are ended with SIGKILL in the midst of what they train, and what comes out is held
 * against a run that nobody disturbed, loss by loss and byte by byte.
 *
 * <p>Start at {@link KilledTrainingRun}; {@link TrainingWorkers} are the processes, {@link Part} is what the database
 * says of what one of them has in hand.
 */
@NullMarked
package dev.winnow.benchmarks.killedtraining;

import org.jspecify.annotations.NullMarked;
