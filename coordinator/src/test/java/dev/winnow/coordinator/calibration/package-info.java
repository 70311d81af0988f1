/** Tests of calibrations. */
@NullMarked
package dev.winnow.coordinator.calibration;

import org.jspecify.annotations.NullMarked;
