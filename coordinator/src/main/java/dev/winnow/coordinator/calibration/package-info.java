/**
 * Calibration: what a confidence is worth. A model's confidence becomes the probability of being right, by curves that
 * are fitted on held-out rows, a field at a time.
 *
 * <p>Start at {@link Calibrator}, which fits and says how wrong it still is; {@link Curve} is one field's,
 * {@link Calibration} all of an adapter's, {@link Calibrations} where they are kept.
 */
@NullMarked
package dev.winnow.coordinator.calibration;

import org.jspecify.annotations.NullMarked;
