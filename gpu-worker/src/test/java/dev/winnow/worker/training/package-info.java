/** Tests of trainings on a worker, with the real trainer on a tiny model. */
@NullMarked
package dev.winnow.worker.training;

import org.jspecify.annotations.NullMarked;
