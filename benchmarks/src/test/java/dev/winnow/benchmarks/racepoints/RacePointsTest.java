package dev.winnow.benchmarks.racepoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.common.racepoint.HaltAt;
import dev.winnow.coordinator.embedded.StartException;
import dev.winnow.coordinator.racepoint.RacePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One process dies at each of its race points in turn; nothing acknowledged is lost, repeated or blamed. */
@Tag("rabbitmq")
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RacePointsTest {
    private static final String QUICK = "@sleep 20";
    private static final String SLOW = "@sleep 2500";

    // Longer than a worker may go on that was told to stop.
    private static final String SLOWER = "@sleep 6000";

    private static final Duration SOON = Duration.ofSeconds(2);

    // A worker's.
    private static final Duration START = Duration.ofSeconds(15);

    // A coordinator's patience after its start, and what it waits then for a claim.
    private static final Duration FORGOTTEN = Duration.ofSeconds(15);

    private static final Duration LIMIT = Duration.ofSeconds(60);

    // Four shards: two deliveries for each worker.
    private static final int ITEMS = 32;

    // Reached once a second by each worker: by then a slow job is in their hands.
    private static final String SOME_HEARTBEATS_LATER = ":6";

    @TempDir
    static Path folder;

    private RaceCluster cluster;
    private Client client;
    private Schedules schedules;

    @BeforeAll
    void start() throws IOException, StartException, InterruptedException {
        cluster = RaceCluster.start(folder);
        client = new Client(cluster);
        schedules = new Schedules(cluster, client);
    }

    @AfterAll
    void stop() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    // Scripted workers train nothing: those of rounds are RoundsTest's, those of judgements JudgedScheduleTest's, those
    // of adapters PromotionRaceTest's.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "RUN_EVALUATED",
                "RUN_JUDGED",
                "PIECE_STORED",
                "PIECE_COMMITTED",
                "ROUND_MOVED",
                "ROUND_COMMITTED",
                "ALIAS_MOVED",
                "ADAPTER_DELETED"
            })
    void coordinator_that_dies_at(RacePoint point) throws IOException, InterruptedException {
        cluster.armCoordinator(point == RacePoint.LEASES_EXTENDED ? point + SOME_HEARTBEATS_LATER : point.name());

        bringCoordinatorTo(point);

        assertDied(cluster.mortal());
        client.assertNothingLostOrRepeated();
        schedules.assertEachTrainedOnce();
    }

    private void bringCoordinatorTo(RacePoint point) throws IOException, InterruptedException {
        switch (point) {
            case ITEMS_COPIED,
                    JOB_COMMITTED,
                    SHARDS_CUT,
                    PAGE_COMMITTED,
                    SHARDS_MARKED,
                    SHARDS_TAKEN,
                    SHARDS_PUBLISHED,
                    SHARDS_CONFIRMED,
                    CLAIM_GRANTED,
                    CLAIM_COMMITTED,
                    RESULTS_INSERTED,
                    RESULTS_COUNTED,
                    RESULTS_COMMITTED -> submitUntilDead(QUICK, cluster.mortal());
            case LEASES_EXTENDED -> submitUntilDead(SLOW, cluster.mortal());
            case WORKER_STORED, LOSS_JUDGED, LOSS_COMMITTED ->
                untilDead(cluster.mortal(), () -> {
                    giveMortalWorkerShards();
                    cluster.replaceWorker();
                    cluster.mortal().awaitEnd(START);
                });
            case SHARD_GIVEN_BACK ->
                untilDead(cluster.mortal(), () -> {
                    giveMortalWorkerShards();
                    cluster.stopWorker();
                    cluster.replaceWorker();
                });
            case FORGOTTEN_COMMITTED -> untilDead(cluster.mortal(), this::submitToFrozenWorkers);
            case SCHEDULE_FIRED, RUN_TAKEN, RUN_SUBMITTED ->
                untilDead(cluster.mortal(), () -> {
                    schedules.add();
                    cluster.mortal().awaitEnd(SOON);
                });
            case JOB_PAUSED -> {
                String job = client.submit(SLOW, ITEMS);
                assertThat(client.ask(job, "pause").get("state").asText()).isEqualTo("paused");
                client.ask(job, "resume");
            }
            case JOB_RESUMED -> {
                String job = client.submit(SLOW, ITEMS);
                client.ask(job, "pause");
                client.ask(job, "resume");
            }
            case JOB_RETRIED -> {
                String job = client.submit("@fail", 3);
                client.awaitEnd(job);
                assertThat(client.ask(job, "retry").get("epoch").asInt()).isEqualTo(2);
            }
            case SHARDS_CANCELLED, JOB_CANCELLED -> {
                String job = client.submit(SLOW, 4 * ITEMS);
                assertThat(client.ask(job, "cancel").get("state").asText()).isEqualTo("cancelled");
            }
            case RUN_EVALUATED,
                    RUN_JUDGED,
                    PIECE_STORED,
                    PIECE_COMMITTED,
                    ROUND_MOVED,
                    ROUND_COMMITTED,
                    ALIAS_MOVED,
                    ADAPTER_DELETED -> throw new AssertionError("a test of the coordinator brings one to " + point);
        }
    }

    /** Their deliveries are nowhere to be seen, and nobody claims them. The other coordinator must not be quicker. */
    private void submitToFrozenWorkers() throws IOException, InterruptedException {
        cluster.survivor().freeze();
        freezeWorkers();
        client.submit(QUICK, ITEMS);
        cluster.mortal().awaitEnd(FORGOTTEN);
        cluster.survivor().thaw();
        thawWorkers();
    }

    /** What waits at the workers is recalled. */
    private void pauseBeforeClaims() throws IOException, InterruptedException {
        freezeWorkers();
        String job = client.submit(QUICK, ITEMS);
        client.awaitShards(job, "dispatched", 2);
        client.ask(job, "pause");
        thawWorkers();
        cluster.mortalWorker().awaitEnd(SOON);
        client.ask(job, "resume");
        // What waits at the workers would have the places of the next try.
        client.awaitEnd(job);
    }

    private void freezeWorkers() throws IOException, InterruptedException {
        cluster.mortalWorker().freeze();
        cluster.otherWorker().freeze();
    }

    private void thawWorkers() throws IOException, InterruptedException {
        cluster.mortalWorker().thaw();
        cluster.otherWorker().thaw();
    }

    @ParameterizedTest
    @EnumSource
    void worker_that_dies_at(dev.winnow.worker.racepoint.RacePoint point) throws IOException, InterruptedException {
        boolean beats = point == dev.winnow.worker.racepoint.RacePoint.HEARTBEAT_ANSWERED;
        cluster.armWorker(beats ? point + SOME_HEARTBEATS_LATER : point.name());

        bringWorkerTo(point);

        assertDied(cluster.mortalWorker());
        cluster.replaceWorker();
        client.assertNothingLostOrRepeated();
    }

    private void bringWorkerTo(dev.winnow.worker.racepoint.RacePoint point) throws IOException, InterruptedException {
        switch (point) {
            case DELIVERY_TAKEN, SHARD_CLAIMED, ITEM_FINISHED, RESULTS_SENT, RESULTS_CONFIRMED, DELIVERY_ACKED ->
                submitUntilDead(QUICK, cluster.mortalWorker());
            case HEARTBEAT_ANSWERED -> submitUntilDead(SLOW, cluster.mortalWorker());
            case CLAIM_REFUSED -> untilDead(cluster.mortalWorker(), this::pauseBeforeClaims);
            case SHARDS_COLLECTED, SHARD_RETURNED, SIGNED_OFF -> {
                giveMortalWorkerShards();
                cluster.stopWorker();
            }
        }
    }

    /** It, and not the other, begins what it will not have finished when it is told to stop, or killed. */
    private void giveMortalWorkerShards() throws IOException, InterruptedException {
        cluster.otherWorker().freeze();
        client.awaitShards(client.submit(SLOWER, ITEMS), "begun", 1);
        cluster.otherWorker().thaw();
    }

    private void submitUntilDead(String script, ManagedProcess mortal) throws IOException, InterruptedException {
        untilDead(mortal, () -> {
            client.submit(script, ITEMS);
            mortal.awaitEnd(SOON);
        });
    }

    /** Work is shared: what the one that must die is to do, another may have done. */
    private static void untilDead(ManagedProcess mortal, Step step) throws IOException, InterruptedException {
        for (int tries = 0; tries < 20 && mortal.running(); tries++) {
            step.run();
        }
    }

    private static void assertDied(ManagedProcess mortal) throws InterruptedException {
        assertThat(mortal.awaitEnd(LIMIT)).as("ended itself at its point").hasValue(HaltAt.STATUS);
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
