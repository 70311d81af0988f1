/**
 * Datasets: rows (instruction, input, output) that adapters are trained on, in versions that never change.
 *
 * <p>Start at {@link DatasetsResource}. A body is read by a {@link RowReader} a row at a time, each row is judged by
 * {@link RowCheck}, and {@link DatasetImport} stores those that came once, each on its side of the {@link Split};
 * {@link LeakCheck} looks for what stands on both. What is fetched and not sent comes through {@link SourcedImports}.
 * Workers fetch by hash from {@link WorkerDatasetsResource}.
 */
@NullMarked
package dev.winnow.coordinator.dataset;

import org.jspecify.annotations.NullMarked;
