package dev.winnow.worker.shard;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.worker.broker.Delivery;
import dev.winnow.worker.racepoint.RacePoint;

/** Acks the deliveries of shards whose results the broker has confirmed. */
public final class Settlement {
    private final ShardDesk desk;
    private final RacePoints<RacePoint> points;

    public Settlement(ShardDesk desk, RacePoints<RacePoint> points) {
        this.desk = desk;
        this.points = points;
    }

    /** Acks what can be acked now. */
    public void tick() {
        for (Delivery delivery : desk.takeConfirmed()) {
            points.reached(RacePoint.RESULTS_CONFIRMED);
            delivery.ack();
            points.reached(RacePoint.DELIVERY_ACKED);
        }
    }
}
