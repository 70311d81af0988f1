/**
 * Poison: among many good items some that crash, hang or exhaust their worker or cannot even be read. Exactly those may
 * fail. {@link PlantedJob} is what is sent, {@link PoisonRun} keeps the workers alive as a supervisor would.
 */
@NullMarked
package dev.winnow.benchmarks.poison;

import org.jspecify.annotations.NullMarked;
