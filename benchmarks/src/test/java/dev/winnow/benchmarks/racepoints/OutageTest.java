package dev.winnow.benchmarks.racepoints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.winnow.benchmarks.browser.Browser;
import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.coordinator.embedded.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * What everything rests on goes away while jobs run, which the dashboard says, and comes back; and one replica tells of
 * what the other does.
 */
@Tag("rabbitmq")
@Tag("postgresql")
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String SLOW = "@sleep 1500";
    private static final int ITEMS = 64;

    @TempDir
    static Path folder;

    private RaceCluster cluster;
    private Client client;
    private Browser page;

    @BeforeAll
    void start() throws IOException, StartException, InterruptedException {
        cluster = RaceCluster.start(folder);
        client = new Client(cluster);
        page = Browser.start(Path.of("target", "dashboard").toAbsolutePath());
        page.look(false, false);
        page.open(cluster.survivorUrl().resolve("/dashboard/").toString());
        page.await("#key");
        page.write("#key", Cluster.ADMIN_KEY);
        page.press(Keys.ENTER);
        page.awaitText("h1", "Overview");
    }

    @BeforeEach
    void both_replicas_run() throws IOException, InterruptedException {
        cluster.requireCoordinator();
    }

    @AfterAll
    void stop() throws IOException {
        if (page != null) {
            page.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void broker_that_dies_makes_every_replica_not_ready_and_work_goes_on_when_it_is_back()
            throws IOException, InterruptedException {
        client.awaitShards(client.submit(SLOW, ITEMS), "begun", 1);

        cluster.services().rabbit().kill();
        awaitReadiness(false);
        page.awaitText(".trouble", "The message broker takes no work");
        String taken = client.submit(SLOW, 8);
        assertThat(client.job(taken).get("state").asText())
                .as("the database has it")
                .isEqualTo("queued");
        cluster.services().rabbit().start();

        awaitReadiness(true);
        page.awaitGone(".trouble");
        client.assertNothingLostOrRepeated();
    }

    @Test
    void database_that_dies_makes_every_replica_not_ready_and_work_goes_on_when_it_is_back()
            throws IOException, StartException, InterruptedException {
        client.awaitShards(client.submit(SLOW, ITEMS), "begun", 1);

        cluster.services().killPostgres();
        awaitReadiness(false);
        page.awaitText(".trouble", "The database does not answer");
        cluster.services().startPostgres();

        awaitReadiness(true);
        page.awaitGone(".trouble");
        client.assertNothingLostOrRepeated();
    }

    @Test
    void a_replica_that_does_none_of_the_work_tells_of_it_to_the_end() throws IOException, InterruptedException {
        cluster.idleCoordinator();
        String job = client.submit(SLOW, ITEMS);

        List<String> told = listen(cluster.mortalApi(), job).join();

        assertThat(told)
                .filteredOn(line -> line.startsWith("data:"))
                .last()
                .asString()
                .contains("\"state\":\"done\"");
        client.assertNothingLostOrRepeated();
    }

    @Test
    void the_end_of_a_job_is_told_though_the_replica_that_recorded_it_died() throws IOException, InterruptedException {
        cluster.armCoordinator("RESULTS_COMMITTED:2");
        String job = client.submit("@sleep 500", ITEMS);

        List<String> told = listen(cluster.survivorApi(), job).join();

        assertThat(told)
                .filteredOn(line -> line.startsWith("data:"))
                .last()
                .asString()
                .contains("\"state\":\"done\"");
        client.assertNothingLostOrRepeated();
    }

    private static CompletableFuture<List<String>> listen(CoordinatorApi api, String job) {
        return CompletableFuture.supplyAsync(() -> {
                    try (Stream<String> lines = api.events(job)) {
                        return lines.toList();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        throw new IllegalStateException(e);
                    }
                })
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private void awaitReadiness(boolean ready) {
        for (CoordinatorApi api : List.of(cluster.mortalApi(), cluster.survivorApi())) {
            await().atMost(LIMIT).until(() -> api.ready() == ready);
        }
    }
}
