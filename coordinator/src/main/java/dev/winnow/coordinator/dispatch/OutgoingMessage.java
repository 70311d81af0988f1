package dev.winnow.coordinator.dispatch;

import dev.winnow.common.trace.TraceParent;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to a queue of work.
 *
 * @param body not copied, nobody changes it
 * @param trace where in a trace it is sent, or null
 */
public record OutgoingMessage(
        @SuppressWarnings("ArrayRecordComponent") byte[] body,
        @Nullable TraceParent trace) {}
