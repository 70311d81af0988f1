/**
 * Training: what coordinator and worker say to each other about a training that a worker has claimed.
 *
 * <p>{@link dev.winnow.common.training.TrainingPlan} is what is asked,
 * {@link dev.winnow.common.training.TrainingReport} what is told. The order of events is in
 * {@code docs/reference/protocol.md}.
 */
@NullMarked
package dev.winnow.common.training;

import org.jspecify.annotations.NullMarked;
