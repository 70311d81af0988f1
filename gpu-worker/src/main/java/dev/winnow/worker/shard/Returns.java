package dev.winnow.worker.shard;

import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.racepoint.RacePoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/** Shards that go back to the coordinator unfinished, without blame. Thread-safe. */
public final class Returns {
    private static final String REASON = "drain";

    private final ShardDesk desk;
    private final UUID incarnation;
    private final RacePoints<RacePoint> points;
    private final Deque<ShardAttempt> unfinished = new ArrayDeque<>();

    public Returns(ShardDesk desk, UUID incarnation, RacePoints<RacePoint> points) {
        this.desk = desk;
        this.incarnation = incarnation;
        this.points = points;
    }

    /** Cancels what still runs and takes it off the desk; what is finished of it stays in the outbox. */
    public synchronized void collect() {
        unfinished.addAll(desk.takeUnfinished());
    }

    /**
     * Hands back what was collected; what the coordinator did not take stays for the next call.
     *
     * @return how many it took
     */
    public synchronized int handBack(CoordinatorClient coordinator)
            throws CoordinatorAwayException, CoordinatorRefusedException {
        int taken = 0;
        while (!unfinished.isEmpty()) {
            points.reached(RacePoint.SHARDS_COLLECTED);
            coordinator.giveBack(incarnation, new ShardReturn(unfinished.getFirst(), REASON));
            points.reached(RacePoint.SHARD_RETURNED);
            unfinished.removeFirst();
            taken++;
        }
        return taken;
    }
}
