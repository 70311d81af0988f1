package dev.winnow.common.work;

import static java.util.Objects.requireNonNull;

import java.util.UUID;

/**
 * Nobody waits for an online request any more. It comes on the worker's own queue.
 *
 * @param request which request
 */
public record OnlineCancel(UUID request) implements WorkMessage {
    public OnlineCancel {
        requireNonNull(request, "request");
    }
}
