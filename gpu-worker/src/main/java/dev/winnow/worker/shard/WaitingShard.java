package dev.winnow.worker.shard;

import dev.winnow.common.work.ShardWork;
import dev.winnow.worker.broker.Delivery;

/** A shard that was delivered and is not claimed: nobody's, until the coordinator grants it. */
record WaitingShard(ShardWork work, Delivery delivery) {}
