/** Log: what log lines are about, beside their words. */
@NullMarked
package dev.winnow.coordinator.log;

import org.jspecify.annotations.NullMarked;
