/**
 * Measuring: the best settings of a system are searched, and answers become figures.
 *
 * <p>{@link dev.winnow.benchmarks.peers.measure.SettingsSearch} knows nothing of systems,
 * {@link dev.winnow.benchmarks.peers.measure.Tally} adds up what one system answered to one kind of task.
 */
@NullMarked
package dev.winnow.benchmarks.peers.measure;

import org.jspecify.annotations.NullMarked;
