/**
 * Training: rows go in, and adapters come out.
 *
 * <p>Start at {@link TrainCommand}; {@link DatasetsCommand} and {@link TrainingsCommand} look after what there is.
 * {@link DatasetArchive} is the ZIP in which rows travel, {@link TrainingFollower} waits for an end.
 */
@NullMarked
package dev.winnow.cli.training;

import org.jspecify.annotations.NullMarked;
