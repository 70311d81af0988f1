/**
 * Guide: does what the pages of {@code docs/guide} say, command by command, as a newcomer would.
 *
 * <p>{@link GuidePage} finds the commands, {@link Shell} runs them, {@link GuideRun} has all of them done on an
 * installation of the run's own.
 */
@NullMarked
package dev.winnow.benchmarks.guide;

import org.jspecify.annotations.NullMarked;
