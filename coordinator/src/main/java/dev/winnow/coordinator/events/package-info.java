/**
 * Events: tells listeners how jobs are doing while they run, by server-sent events; and what streams of other features
 * have in common.
 *
 * <p>Whoever changes a job marks it in {@link JobChanges}; once a second the marks go to all coordinators by NOTIFY, in
 * a transaction of its own, so that recording never waits for it. Each coordinator hears them in {@link JobNotices} and
 * tells its own {@link JobListener}s, once a second at most, what the job's row says then ({@link JobStreams}). A
 * notice is only a hint to look: one that is lost is made up for at the next heartbeat. {@link EventsResource} and
 * {@link JobEventsResource} are the API.
 *
 * <p>{@link Listeners} holds the streams of any kind: their number, their buffers, their signs of life. A
 * {@link StreamListener} is one of them, what it tells is {@link Streamed}, and {@link SentEvents} is its form on the
 * wire. Streams of trainings and of schedules' runs are in their own packages.
 */
@NullMarked
package dev.winnow.coordinator.events;

import org.jspecify.annotations.NullMarked;
