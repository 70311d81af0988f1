/** Harness: a clock that tests move, a worker that tests drive, and an empty house before each test. */
@NullMarked
package dev.winnow.coordinator.harness;

import org.jspecify.annotations.NullMarked;
