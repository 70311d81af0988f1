/**
 * Schedules: trainings that begin by themselves, at times that a cron tells.
 *
 * <p>Start at {@link SchedulesResource}. What is due stands in the schedule's own row: {@link Firing} turns it into a
 * run and moves on to the next time, in one transaction. {@link AlarmClock} is Quartz, which wakes one coordinator of
 * several at that time; {@link ScheduleRounds} looks for what nobody was woken for. {@link RunWork} does what a run
 * asks for: a dataset, enough new rows, and one training. Where a schedule has a {@link ScheduleGate},
 * {@link RunJudging} has what came out evaluated and judged, and {@link WaitingRuns} ends what waits for a person;
 * {@link RunEvent} is the table of a run's changes.
 */
@NullMarked
package dev.winnow.coordinator.schedule;

import org.jspecify.annotations.NullMarked;
