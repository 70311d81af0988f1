package dev.winnow.coordinator.online;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.OnlineCancel;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.model.ServedPools;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.trace.Traces;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes documents that somebody waits for, as many as there is room for, and knows who waits. Thread-safe. */
@Singleton
@Startup // so that its metrics are there before the first request
public class OnlineDesk {
    private static final Logger LOG = Logger.getLogger(OnlineDesk.class);

    // From a short answer on a card to the longest that a caller may be kept waiting for.
    private static final Duration[] BUCKETS = Stream.of(250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Exchange exchange;
    private final ServedPools served;
    private final OnlineConfig config;
    private final Traces traces;
    private final Map<UUID, Waiting> waiting = new ConcurrentHashMap<>();
    private final Map<OnlineEnd, Timer> ends = new EnumMap<>(OnlineEnd.class);

    OnlineDesk(Exchange exchange, ServedPools served, OnlineConfig config, Traces traces, MeterRegistry registry) {
        this.exchange = exchange;
        this.served = served;
        this.config = config;
        this.traces = traces;
        Gauge.builder("winnow.online.waiting", waiting, Map::size)
                .description("Online requests that are being answered")
                .register(registry);
        for (OnlineEnd end : OnlineEnd.values()) {
            ends.put(end, timer(registry, end));
        }
    }

    private static Timer timer(MeterRegistry registry, OnlineEnd end) {
        return Timer.builder("winnow.online.request")
                .description("Online requests by how they ended")
                .tag("outcome", end.label())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /**
     * Takes one; who asks must close what it gets.
     *
     * @throws ProblemException if there is no room, no worker or no broker for it
     */
    public Waiting open(String tenant, Pool pool, ExtractionTask task, WorkItem item) {
        requireWorker(pool);
        Waiting asked = new Waiting(this, tenant, pool, task, item, traces.request(), config);
        enter(asked);
        send(asked);
        return asked;
    }

    private void requireWorker(Pool pool) {
        if (served.all().stream()
                .noneMatch(known -> known.live() && known.pool().equals(pool))) {
            throw Problem.of(503, "no_worker", "no worker serves %s now".formatted(pool.model()))
                    .retryAfter(5)
                    .remedy("start one, or put the request into a batch, which waits for it")
                    .exception();
        }
    }

    private synchronized void enter(Waiting asked) {
        long ofTenant = waiting.values().stream()
                .filter(other -> other.tenant().equals(asked.tenant()))
                .count();
        boolean full = waiting.size() >= config.requests();
        if (full || ofTenant >= config.tenantRequests()) {
            int limit = full ? config.requests() : config.tenantRequests();
            throw Problem.of(
                            429,
                            "too_many_online_requests",
                            full
                                    ? "%d requests are being answered here".formatted(limit)
                                    : "%d requests of yours are being answered here".formatted(limit))
                    .limit(limit)
                    .retryAfter(1)
                    .remedy("try again in a moment, or put the requests into a batch")
                    .exception();
        }
        waiting.put(asked.id(), asked);
    }

    /** Gives it to the workers, for as long as somebody waits. */
    void send(Waiting asked) {
        try {
            exchange.publish(asked.pool().onlineQueue(), asked::millisLeft, asked.trace(), asked::work, this);
        } catch (IOException e) {
            asked.failed(unsent(String.valueOf(e.getMessage())));
        } catch (MessageRefusedException e) {
            asked.failed(Problem.of(413, "request_too_large", String.valueOf(e.getMessage()))
                    .remedy("shorten the text or the schema"));
        }
    }

    private static Problem unsent(String why) {
        return Problem.of(503, "broker_unavailable", "the request cannot be sent to a worker: " + why)
                .remedy("try again in a moment; /q/health/ready says when");
    }

    /** A worker has said something. */
    void heard(OnlineReply reply) {
        Waiting asked = waiting.get(reply.request());
        if (asked != null) {
            asked.heard(reply);
        } else if (reply instanceof OnlineReply.Begun begun) {
            cancel(begun.cancels(), begun.request());
        }
    }

    /** A line to the workers has ended, and what was on it is lost; what was sent on the next one is not. */
    void disconnected(String replies) {
        waiting.values().stream()
                .filter(asked -> asked.isHeardOn(replies))
                .forEach(asked -> asked.failed(unsent("the broker's connection has ended")));
    }

    /** The broker knows no such queue, or nobody may take from it. */
    void returned(UUID request) {
        Waiting asked = waiting.get(request);
        if (asked != null) {
            asked.failed(unsent("its queue is gone"));
        }
    }

    void ended(OnlineEnd end, long nanos) {
        requireNonNull(ends.get(end), end::label).record(nanos, TimeUnit.NANOSECONDS);
    }

    void closed(Waiting asked, @Nullable String worker) {
        waiting.remove(asked.id());
        if (worker != null) {
            cancel(worker, asked.id());
        }
    }

    private void cancel(String worker, UUID request) {
        try {
            exchange.send(worker, WireFormat.write(new OnlineCancel(request)));
        } catch (IOException e) {
            LOG.debugf("%s goes on with %s, though nobody waits: %s", worker, request, e.getMessage());
        }
    }
}
