/**
 * Training on a worker: takes one training at a time from the queue of its model and brings back an adapter.
 *
 * <p>Start at {@link TrainingDesk}: it claims and reports. {@link TrainingRun} is one training from its rows to its
 * adapter, on a thread of its own; {@link Preparation} brings what it needs, {@link Custody} leaves what comes out of
 * it with the coordinator, {@link Journal} is what the reports tell. {@link Averaging} is the piece of a training
 * across nodes that makes one adapter of several. Extraction goes on beside it and knows nothing of it.
 */
@NullMarked
package dev.winnow.worker.training;

import org.jspecify.annotations.NullMarked;
