package dev.winnow.coordinator.dispatch;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/** Puts shards on their pool's queue and waits for the broker's confirms, but not for ever. */
@Singleton
class WorkPublisher {
    private static final Logger LOG = Logger.getLogger(WorkPublisher.class);

    // Persistent: a broker that restarts keeps the message.
    private static final int PERSISTENT = 2;

    private final MutinyEmitter<byte[]> emitter;
    private final BrokerQueues queues;
    private final BrokerIntake intake;
    private final Duration confirmTimeout;
    private final RacePoints<RacePoint> points;

    WorkPublisher(
            @Channel("work") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = 1024)
                    MutinyEmitter<byte[]> emitter,
            BrokerQueues queues,
            BrokerIntake intake,
            DispatchConfig config,
            RacePoints<RacePoint> points) {
        this.emitter = emitter;
        this.queues = queues;
        this.intake = intake;
        this.confirmTimeout = config.confirmTimeout();
        this.points = points;
    }

    /**
     * Whether the broker takes work; makes sure that the pool's queue is there, since a publish to none is confirmed.
     */
    boolean ready(Pool pool) {
        // What is marked dispatched while the broker blocks would wait in no queue, and nobody could claim it.
        if (intake.obstacle().isPresent()) {
            return false;
        }
        try {
            queues.declare(pool.workQueue());
            return true;
        } catch (IOException e) {
            LOG.warnf("nothing is dispatched to %s while the broker does not answer: %s", pool.workQueue(), e);
            return false;
        }
    }

    /**
     * Publishes all, and waits for all confirms together. A publish that is not confirmed in time counts as perhaps
     * sent: the shard stays dispatched, and comes back when nobody claims it.
     */
    void publish(Pool pool, List<OutgoingShard> work) {
        List<Uni<Boolean>> sent = work.stream().map(shard -> send(pool, shard)).toList();
        if (sent.isEmpty()) {
            return;
        }
        CompletableFuture<List<Boolean>> confirmed =
                Uni.join().all(sent).andCollectFailures().subscribeAsCompletionStage();
        points.reached(RacePoint.SHARDS_PUBLISHED);
        long open = confirmed.join().stream().filter(yes -> !yes).count();
        if (open > 0) {
            LOG.warnf("%d of %d shards for %s were not confirmed", open, work.size(), pool.workQueue());
        }
    }

    private Uni<Boolean> send(Pool pool, OutgoingShard shard) {
        OutgoingRabbitMQMetadata properties = OutgoingRabbitMQMetadata.builder()
                .withRoutingKey(pool.workQueue())
                .withContentType("application/json")
                .withDeliveryMode(PERSISTENT)
                .build();
        // Without the time limit the stage can stay open for ever when the broker goes down in between, though the
        // message arrives later.
        return Uni.createFrom()
                .deferred(() -> emitter.sendMessage(Message.of(shard.body(), Metadata.of(properties))))
                .replaceWith(true)
                .ifNoItem()
                .after(confirmTimeout)
                .recoverWithItem(false)
                .onFailure()
                .recoverWithItem(false);
    }
}
