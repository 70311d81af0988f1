package dev.winnow.worker.online;

import dev.winnow.common.online.OnlineReply;

/** Where replies go. It never waits. */
@FunctionalInterface
interface Replies {
    /**
     * Sends one, after those before it.
     *
     * @return false if it cannot be sent any more, or too many wait already
     */
    boolean send(String queue, OnlineReply reply);
}
