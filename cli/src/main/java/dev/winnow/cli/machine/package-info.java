/**
 * Machine: Winnow on one machine, from `up` to `down`.
 *
 * <p>A {@link dev.winnow.cli.machine.LocalStack} runs the coordinator and the workers; a
 * {@link dev.winnow.cli.machine.StartupWatch} tells how their start goes, from the same process or from another.
 */
@NullMarked
package dev.winnow.cli.machine;

import org.jspecify.annotations.NullMarked;
