package dev.winnow.cli.process;

import java.time.Duration;

/** What a supervisor does, for those who watch it. */
public sealed interface SupervisorEvent {
    /** The process that it is about. */
    String process();

    /** It was started; {@code again} if it had run before. */
    record Started(String process, long pid, boolean again) implements SupervisorEvent {}

    /** It ended though nobody asked it to, and will be started again. */
    record Died(String process, int exitCode, Duration startsAgainIn) implements SupervisorEvent {}

    /** It ended so often, before it ever was of use, that it will not be started again. */
    record GaveUp(String process, int exitCode) implements SupervisorEvent {}

    /** It could not be started at all. */
    record CannotStart(String process, String reason) implements SupervisorEvent {}

    /** It ended as asked; {@code killed} if it had to be forced. */
    record Stopped(String process, boolean killed) implements SupervisorEvent {}
}
