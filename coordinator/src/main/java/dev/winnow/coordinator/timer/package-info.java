/**
 * How timers run what is done again and again. What is done stays in the feature that it belongs to, each with a timer
 * of its own.
 */
@NullMarked
package dev.winnow.coordinator.timer;

import org.jspecify.annotations.NullMarked;
