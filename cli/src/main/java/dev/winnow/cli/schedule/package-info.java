/** `winnow schedules`: trainings that begin by themselves. */
@NullMarked
package dev.winnow.cli.schedule;

import org.jspecify.annotations.NullMarked;
