package dev.winnow.coordinator.openai.chat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** A client that does not read what it asked for: whoever writes to it would wait for ever. */
final class SlowReader {
    /** How long after its answer's time a client may go on reading. */
    private static final Duration READING = Duration.ofSeconds(5);

    private SlowReader() {}

    /**
     * Ends the connection of a request that has not ended by then.
     *
     * @param millis in which its answer is there
     * @param over called once, when the response or the connection has ended
     */
    static void cutOff(RoutingContext exchange, long millis, Runnable over) {
        Vertx vertx = exchange.vertx();
        long timer = vertx.setTimer(Math.max(0, millis) + READING.toMillis(), id -> {
            cut(exchange.request());
            over.run();
        });
        exchange.addEndHandler(ended -> {
            if (vertx.cancelTimer(timer)) {
                over.run();
            }
        });
        // Who went away before anybody listened is told of to nobody.
        if (exchange.response().closed() && vertx.cancelTimer(timer)) {
            over.run();
        }
    }

    // The connection's own close waits until all is written, and that is what does not happen.
    private static void cut(HttpServerRequest request) {
        var unused =
                ((ConnectionBase) request.connection()).channelHandlerContext().close();
    }
}
