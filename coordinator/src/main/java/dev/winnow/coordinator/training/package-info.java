/**
 * Trainings: from a dataset to an adapter version, on a worker that may die at any moment.
 *
 * <p>Start at {@link TrainingsResource}. What may happen to a training stands in {@link TrainingEvent}, and every
 * statement that moves one asks it. {@link TrainingDispatch} tells workers of what waits, {@link TrainingClaims} is
 * what workers say while they have one, {@link Checkpoints} what they leave behind, {@link TrainingResults} the end,
 * and {@link TrainingReaper} takes back what was lost. {@link TrainingEvaluations} has adapters scored afterwards;
 * {@link Trials} are several trainings of one request.
 *
 * <p>A training across nodes is done in pieces, which are trainings with a parent: {@link Rounds} moves it by what they
 * have come to, {@link Pieces} says what each is to do, {@link PieceResults} takes in what they bring.
 */
@NullMarked
package dev.winnow.coordinator.training;

import org.jspecify.annotations.NullMarked;
