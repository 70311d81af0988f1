package dev.winnow.coordinator.schedule;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.ListeningWebhook;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SchedulesApiTest extends ScheduleTest {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";

    @Inject
    ApiKeys keys;

    @Test
    void a_schedule_trains_on_the_newest_version_with_its_settings_and_says_when_it_does_so_next() {
        UUID id = create("{\"name\": \"weekly\", \"cron\": \"0 3 * * SUN\", \"zone\": \"Europe/Zurich\","
                + " \"dataset\": \"events\", \"training\": {\"rank\": 4, \"epochs\": 2}}");
        rows(50);
        show("weekly")
                .body("state", equalTo("active"))
                .body("next_runs", hasSize(5))
                .body("next_runs[0]", containsString("T03:00+0"))
                .body("last_run", nullValue());

        fires(id);

        history("weekly")
                .body("runs", hasSize(1))
                .body("runs[0].state", equalTo("trained"))
                .body("runs[0].kind", equalTo("planned"))
                .body("runs[0].dataset", equalTo("events@2"))
                .body("runs[0].new_rows", equalTo(50));
        String training = show("weekly").extract().path("last_run.training");
        api().get("/api/v1/trainings/" + training)
                .then()
                .statusCode(200)
                .body("dataset", equalTo("events@2"))
                .body("plan.rank", equalTo(4))
                .body("plan.epochs", equalTo(2))
                .body("alias", nullValue());
    }

    @Test
    void too_few_new_rows_are_no_training_and_enough_are_counted_from_the_last_one_that_was_good() {
        UUID id = create(DAILY.replace("}", ", \"least_new_rows\": 10}"));
        fires(id);
        trainingsEnd("done");
        rows(45);
        fires(id);
        history("daily")
                .body("runs[0].state", equalTo("skipped"))
                .body("runs[0].code", equalTo("too_few_new_rows"))
                .body("runs[0].new_rows", equalTo(5));

        rows(52);
        fires(id);
        history("daily").body("runs[0].state", equalTo("trained")).body("runs[0].new_rows", equalTo(12));
        trainingsEnd("failed");
        fires(id);
        history("daily").body("runs[0].state", equalTo("trained")).body("runs[0].new_rows", equalTo(12));
        assertThat(count("training")).isEqualTo(3);
    }

    @Test
    void a_training_that_has_not_ended_is_waited_for() {
        UUID id = create(DAILY.replace("}", ", \"least_new_rows\": 0}"));
        fires(id);
        fires(id);
        history("daily").body("runs.code", contains("training_open", null)).body("runs[0].state", equalTo("skipped"));
        trainingsEnd("done");
        fires(id);
        assertThat(count("training")).isEqualTo(2);
    }

    @Test
    void a_scheduled_training_takes_idle_capacity_alone_unless_its_settings_say_otherwise() {
        UUID daily = create(DAILY);
        UUID soon = create("{\"name\": \"soon\", \"cron\": \"0 4 * * *\", \"dataset\": \"events\","
                + " \"training\": {\"priority\": 0}}");
        show("daily").body("training.priority", equalTo(-1));
        show("soon").body("training.priority", equalTo(0));

        fires(daily);
        fires(soon);

        assertThat(count("training where priority = -1")).isEqualTo(1);
        assertThat(count("training where priority = 0")).isEqualTo(1);
        fires(daily);
        history("daily").body("runs[0].detail", containsString("has not ended: it is queued"));
    }

    @Test
    void a_source_is_read_at_each_fire_and_a_bad_one_is_told_in_the_history() {
        database.inTransaction(sql -> {
            sql.update("drop table if exists reviewed");
            sql.update("create table reviewed (page text, event text)");
            return sql.update(
                    "insert into reviewed select 'page ' || i * 7919, '{\"title\": \"t\"}' from generate_series(1, 30) i");
        });
        String source =
                "{\"sql\": {\"source\": \"shop\", \"query\": \"select page as input, event as output from reviewed\"}}";
        UUID id = create("{\"name\": \"daily\", \"cron\": \"0 3 * * *\", \"import\": {\"name\": \"pages\","
                + " \"instruction\": \"Convert\", \"source\": " + source + "}}");
        show("daily").body("import.name", equalTo("pages"));
        fires(id);
        history("daily")
                .body("runs[0].state", equalTo("trained"))
                .body("runs[0].dataset", equalTo("pages@1"))
                .body("runs[0].new_rows", equalTo(30));
        trainingsEnd("done");

        database.inTransaction(sql -> sql.update("delete from reviewed"));
        fires(id);
        history("daily").body("runs[0].state", equalTo("failed")).body("runs[0].code", equalTo("too_few_rows"));
        database.inTransaction(sql -> sql.update("drop table reviewed"));
        fires(id);
        history("daily")
                .body("runs[0].code", equalTo("query_refused"))
                .body("runs[0].detail", containsString("does not exist"))
                .body("runs[0].remedy", notNullValue());
        assertThat(count("training")).isEqualTo(1);
        assertThat(count("adapter_alias")).as("what is used stays").isZero();
    }

    @Test
    void a_source_that_is_away_is_tried_again_for_half_an_hour() {
        UUID id = create("{\"name\": \"daily\", \"cron\": \"0 3 * * *\", \"import\": {\"name\": \"pages\", \"source\":"
                + " {\"sql\": {\"source\": \"gone\", \"query\": \"select 1\"}}}}");
        fires(id);
        history("daily").body("runs[0].state", equalTo("due")).body("runs[0].code", equalTo("source_unreachable"));
        assertThat(work.runOnce()).as("not at once").isFalse();
        for (int minutes = 1; minutes <= 16; minutes *= 2) {
            clock.advance(Duration.ofMinutes(minutes));
            assertThat(work.runOnce()).isTrue();
        }
        history("daily").body("runs[0].state", equalTo("failed")).body("runs[0].code", equalTo("source_unreachable"));
    }

    @Test
    void a_dataset_that_is_gone_is_told_in_the_history() {
        UUID id = create(DAILY.replace("events", "nothing"));
        fires(id);
        history("daily").body("runs[0].state", equalTo("failed")).body("runs[0].code", equalTo("unknown_dataset"));
    }

    @Test
    void a_paused_schedule_does_not_fire_and_a_resumed_one_makes_nothing_up() {
        UUID id = create(DAILY);
        ask("daily", "pause").statusCode(200).body("state", equalTo("paused")).body("next_runs", empty());
        ask("daily", "pause").statusCode(200);
        clock.advance(Duration.ofDays(3));
        assertThat(firing.ring(id)).isEqualTo(Firing.Rung.NOT_DUE);
        ask("daily", "resume").statusCode(200).body("state", equalTo("active")).body("next_runs", hasSize(5));
        assertThat(firing.ring(id)).isEqualTo(Firing.Rung.NOT_DUE);
        history("daily").body("runs", empty());
    }

    @Test
    void a_run_can_be_asked_for_at_any_time() {
        create(DAILY);
        ask("daily", "pause");
        ask("daily", "run").statusCode(202).body("last_run.kind", equalTo("asked"));
        doRuns();
        history("daily").body("runs[0].state", equalTo("trained"));
        String training = history("daily").extract().path("runs[0].training");
        api().get("/api/v1/audit")
                .then()
                .body("lines[0].key_name", equalTo("schedule daily"))
                .body("lines[0].path", equalTo("/api/v1/trainings/" + training));
    }

    @Test
    void fires_that_were_missed_are_one_or_none_as_the_schedule_says() {
        UUID once = create(DAILY);
        UUID skip = create(DAILY.replace("daily", "strict").replace("}", ", \"missed\": \"skip\"}"));
        untilNext(once);
        clock.advance(Duration.ofDays(2));

        assertThat(firing.unheard()).containsExactlyInAnyOrder(once, skip);
        ListeningWebhook webhook = ListeningWebhook.of(database, "schedule.run_ended");
        schedules.ringUnheard();

        assertThat(webhook.told())
                .singleElement()
                .asString()
                .contains("strict", "\"state\":\"skipped\"", "\"code\":\"missed\"");

        history("daily").body("runs.kind", contains("late")).body("runs[0].state", equalTo("due"));
        history("strict").body("runs.state", contains("skipped")).body("runs[0].code", equalTo("missed"));
        fires(skip);
        history("strict").body("runs[0].kind", equalTo("planned")).body("runs[0].state", equalTo("trained"));
    }

    @Test
    void a_fire_that_nobody_was_woken_for_is_found_and_is_not_late() {
        create(DAILY.replace("}", ", \"missed\": \"skip\"}"));
        untilNext(idOf("daily"));
        schedules.ringUnheard();
        history("daily").body("runs", empty());
        clock.advance(Duration.ofSeconds(16));
        schedules.ringUnheard();
        history("daily").body("runs.kind", contains("planned"));
    }

    @Test
    void what_can_never_be_kept_is_refused_when_it_is_asked_for() {
        creation(DAILY.replace("0 3 * * *", "0 3 30 2 *")).statusCode(422).body("code", equalTo("cron_never_fires"));
        creation(DAILY.replace("}", ", \"zone\": \"Mars/Olympus\"}"))
                .statusCode(422)
                .body("pointer", equalTo("/zone"));
        creation(DAILY.replace("}", ", \"training\": {\"rank\": 0}}"))
                .statusCode(422)
                .body("pointer", equalTo("/training/rank"));
        creation(DAILY.replace("}", ", \"training\": {\"name\": \"champion\"}}"))
                .statusCode(422)
                .body("pointer", equalTo("/training/name"));
        creation(DAILY.replace("}", ", \"import\": {}}")).statusCode(422).body("pointer", equalTo("/import"));
        creation("{\"name\": \"x\", \"cron\": \"0 3 * * *\", \"import\": {\"name\": \"y\", \"source\": {\"sql\":"
                        + " {\"source\": \"nowhere\", \"query\": \"select 1\"}}}}")
                .statusCode(422)
                .body("code", equalTo("unknown_source"))
                .body("pointer", equalTo("/import/source/sql/source"));
        creation(DAILY.replace("}", ", \"missed\": \"all\"}")).statusCode(422).body("pointer", equalTo("/missed"));
        creation(DAILY).statusCode(201);
        creation(DAILY).statusCode(409).body("code", equalTo("schedule_exists"));
    }

    @Test
    void a_stranger_sees_and_does_nothing() {
        create(DAILY);
        keys.store(STRANGER, "stranger", "stranger", Set.of(Scope.TRAIN));
        for (String path : new String[] {"", "/history"}) {
            given().header("Authorization", "Bearer " + STRANGER)
                    .get("/api/v1/schedules/daily" + path)
                    .then()
                    .statusCode(404)
                    .body("code", equalTo("unknown_schedule"));
        }
        given().header("Authorization", "Bearer " + STRANGER)
                .delete("/api/v1/schedules/daily")
                .then()
                .statusCode(404);
        given().header("Authorization", "Bearer " + STRANGER)
                .get("/api/v1/schedules")
                .then()
                .body("schedules", empty());
    }

    @Test
    void a_deleted_schedule_is_gone_with_its_alarm_and_its_trainings_stay() {
        UUID id = create(DAILY);
        fires(id);
        assertThat(count("quartz_cron_triggers")).isEqualTo(1);
        api().delete("/api/v1/schedules/daily").then().statusCode(204);

        assertThat(firing.ring(id)).isEqualTo(Firing.Rung.GONE);
        assertThat(count("quartz_cron_triggers")).isZero();
        assertThat(count("schedule_run")).isZero();
        assertThat(count("training")).isEqualTo(1);
    }

    private static UUID idOf(String name) {
        return UUID.fromString(show(name).extract().path("id"));
    }
}
