/**
 * Evaluation: how well models and adapters do on the held-out rows of a dataset.
 *
 * <p>Start at {@link EvaluationsResource}. An evaluation has runs, one for each model with or without an adapter, and a
 * run is an ordinary extraction job: {@link RunSubmission} submits it, {@link RunScoring} scores its results when it
 * has ended. What may happen stands in {@link RunEvent} and {@link EvaluationEvent}, and every statement that moves one
 * asks them. The loop does it on whatever replica, each step once.
 */
@NullMarked
package dev.winnow.coordinator.evaluation;

import org.jspecify.annotations.NullMarked;
