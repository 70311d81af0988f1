package dev.winnow.benchmarks.racepoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.winnow.benchmarks.scripted.ScriptedModel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Schedules of the cluster that fire every second. Each begins one training, which nobody takes up. Not thread-safe.
 */
final class Schedules {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private static final String ROWS = IntStream.range(0, 20)
            .mapToObj(i ->
                    "{\"instruction\":\"Convert\",\"input\":\"page %d\",\"output\":\"t%d\"}".formatted(i * 7919, i))
            .collect(Collectors.joining("\n"));

    private final RaceCluster cluster;
    private final Client client;
    private final List<String> open = new ArrayList<>();
    private int made;

    Schedules(RaceCluster cluster, Client client) {
        this.cluster = cluster;
        this.client = client;
    }

    /** One more. */
    void add() throws InterruptedException {
        String name = "every-second-" + made++;
        open.add(name);
        client.answered(
                api -> api.create("/api/v1/datasets?name=race&held_out_percent=0", "application/x-ndjson", ROWS));
        client.answered(api ->
                api.create("/api/v1/schedules", "application/json", """
                {"name": "%s", "cron": "* * * * * ?", "dataset": "race", "training": {"base": "%s"}}""".formatted(name, ScriptedModel.POOL.model())));
    }

    /** Every schedule has begun its training, and no second one. */
    void assertEachTrainedOnce() throws IOException, InterruptedException {
        await("a training of each schedule")
                .atMost(LIMIT)
                .until(() -> client.count("schedule_run where state = 'trained'") == open.size());
        for (String name : open) {
            cluster.survivorApi().delete("/api/v1/schedules/" + name);
        }
        open.clear();
        assertThat(client.count("training"))
                .as("trainings, one for each schedule")
                .isEqualTo(made);
    }
}
