/**
 * Process: keeps the processes of this machine alive, and finds them again from another command.
 *
 * <p>A {@link dev.winnow.cli.process.Supervisor} starts what a {@link dev.winnow.cli.process.ProcessPlan} says and
 * starts it again when it dies; each running process has a {@link dev.winnow.cli.process.ProcessRecord} in the
 * {@link dev.winnow.cli.process.RunFolder}. Nothing here knows what the processes do.
 */
@NullMarked
package dev.winnow.cli.process;

import org.jspecify.annotations.NullMarked;
