/**
 * Download: what a job has brought so far, as lines of JSON or as a table.
 *
 * <p>Reads only; what writes results is {@link dev.winnow.coordinator.result}.
 */
@NullMarked
package dev.winnow.coordinator.download;

import org.jspecify.annotations.NullMarked;
