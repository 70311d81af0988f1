package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.harness.CoordinatorTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** Forty rows called events, and schedules that are rung by hand. */
abstract class ScheduleTest extends CoordinatorTest {
    static final String DAILY = "{\"name\": \"daily\", \"cron\": \"0 3 * * *\", \"dataset\": \"events\"}";

    @Inject
    Firing firing;

    @Inject
    RunWork work;

    @Inject
    Schedules schedules;

    @BeforeEach
    void rows_and_no_schedule() {
        database.inTransaction(
                sql -> sql.update(
                        "truncate schedule, schedule_run, dataset, dataset_row, dataset_name, training, quartz_job_details cascade"));
        worker.register();
        rows(40);
    }

    /** So many rows, of which the first are always the same. */
    static void rows(int count) {
        String rows = IntStream.range(0, count)
                .mapToObj(
                        i -> "{\"instruction\": \"Convert\", \"input\": \"page %d\", \"output\": {\"title\": \"t%d\"}}"
                                .formatted(i * 7919, i))
                .collect(Collectors.joining("\n"));
        api().contentType("application/x-ndjson")
                .queryParam("name", "events")
                .body(rows.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/datasets")
                .then()
                .statusCode(201);
    }

    static UUID create(String body) {
        return UUID.fromString(creation(body).statusCode(201).extract().path("id"));
    }

    static ValidatableResponse creation(String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/v1/schedules")
                .then();
    }

    static ValidatableResponse show(String name) {
        return api().get("/api/v1/schedules/" + name).then().statusCode(200);
    }

    static ValidatableResponse history(String name) {
        return api().get("/api/v1/schedules/" + name + "/history").then().statusCode(200);
    }

    static ValidatableResponse ask(String name, String verb) {
        return api().post("/api/v1/schedules/" + name + "/" + verb).then();
    }

    /** The next fire comes, and its run is done. */
    void fires(UUID schedule) {
        untilNext(schedule);
        firing.ring(schedule);
        doRuns();
    }

    void untilNext(UUID schedule) {
        Instant next = database.inTransaction(
                sql -> sql.queryOne("select next_at from schedule where id = ?", row -> row.time("next_at"), schedule)
                        .orElseThrow());
        clock.advance(Duration.between(clock.instant(), next));
    }

    void doRuns() {
        while (work.runOnce()) {
            worker.register();
        }
    }

    /** The training that was begun comes to this end. */
    void trainingsEnd(String state) {
        database.inTransaction(sql -> sql.update("update training set state = ?", state));
    }
}
