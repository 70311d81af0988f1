package dev.winnow.worker.shard;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.common.work.ShardWork;
import dev.winnow.worker.broker.BrokerListener;
import dev.winnow.worker.broker.Delivery;
import dev.winnow.worker.metrics.WorkerMetrics;
import dev.winnow.worker.racepoint.RacePoint;
import dev.winnow.worker.result.Outbox;
import org.jboss.logging.Logger;

/** Brings what the broker says to the desk and the outbox. */
public final class ShardConsumer implements BrokerListener {
    private static final Logger LOG = Logger.getLogger(ShardConsumer.class);

    private final ShardDesk desk;
    private final Outbox outbox;
    private final WorkerMetrics metrics;
    private final RacePoints<RacePoint> points;

    public ShardConsumer(ShardDesk desk, Outbox outbox, WorkerMetrics metrics, RacePoints<RacePoint> points) {
        this.desk = desk;
        this.outbox = outbox;
        this.metrics = metrics;
        this.points = points;
    }

    @Override
    public void delivered(Delivery delivery) {
        try {
            if (WireFormat.readWork(delivery.body()) instanceof ShardWork work) {
                desk.arrived(work, delivery).ifPresent(Delivery::ack);
                points.reached(RacePoint.DELIVERY_TAKEN);
            }
        } catch (MessageRefusedException e) {
            // It can never succeed here, and the coordinator plans a dispatched shard again that nobody claims.
            LOG.errorf("a work message was thrown away: %s", e.getMessage());
            metrics.messageRefused();
            delivery.ack();
        }
    }

    @Override
    public void confirmed(long letter) {
        points.reached(RacePoint.RESULTS_CONFIRMED);
        outbox.confirmed(letter);
    }

    @Override
    public void disconnected() {
        desk.disconnected();
        outbox.disconnected();
    }
}
