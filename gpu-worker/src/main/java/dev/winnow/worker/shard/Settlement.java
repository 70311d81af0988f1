package dev.winnow.worker.shard;

import dev.winnow.worker.broker.Delivery;

/** Acks the deliveries of shards whose results the broker has confirmed. */
public final class Settlement {
    private final ShardDesk desk;

    public Settlement(ShardDesk desk) {
        this.desk = desk;
    }

    /** Acks what can be acked now. */
    public void tick() {
        desk.takeConfirmed().forEach(Delivery::ack);
    }
}
