package dev.winnow.cli.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.StandInApi;
import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulesCommandTest {
    private static final String WEEKLY = "{\"name\": \"weekly\", \"state\": \"active\", \"cron\": \"0 3 * * SUN\","
            + " \"zone\": \"Europe/Zurich\", \"next_runs\": [\"2026-03-22T03:00+01:00\"],"
            + " \"last_run\": {\"state\": \"skipped\"}}";

    @TempDir
    Path folder;

    private StandInApi api;
    private Terminal terminal;

    @BeforeEach
    void start() throws IOException {
        api = new StandInApi();
        terminal = new Terminal(folder).with("WINNOW_URL", api.url()).with("WINNOW_API_KEY", "wk_test");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void a_schedule_is_created_with_its_settings_and_says_when_it_fires_next() {
        api.answers("201 " + WEEKLY);

        assertThat(terminal.run(
                        "schedules",
                        "create",
                        "weekly",
                        "--cron",
                        "0 3 * * SUN",
                        "--zone",
                        "Europe/Zurich",
                        "--dataset",
                        "events",
                        "--least-new-rows",
                        "500",
                        "--missed",
                        "skip",
                        "--set",
                        "rank=8",
                        "--set",
                        "method=qlora"))
                .isZero();

        assertThat(api.calls())
                .containsExactly("POST /api/v1/schedules {\"name\":\"weekly\",\"cron\":\"0 3 * * SUN\","
                        + "\"zone\":\"Europe/Zurich\",\"dataset\":\"events\",\"least_new_rows\":500,\"missed\":\"skip\","
                        + "\"training\":{\"rank\":8,\"method\":\"qlora\"}}");
        assertThat(terminal.out()).contains("weekly fires next at 2026-03-22T03:00+01:00");
    }

    @Test
    void a_schedule_that_fetches_names_its_dataset() {
        api.answers("201 " + WEEKLY);

        assertThat(terminal.run(
                        "schedules",
                        "create",
                        "weekly",
                        "--cron",
                        "0 3 * * SUN",
                        "--name",
                        "events",
                        "--reviewed",
                        "j-1"))
                .isZero();

        assertThat(api.calls().get(0))
                .contains("\"import\":{\"name\":\"events\",\"sources\":[{\"review\":{\"jobs\":[\"j-1\"]}}]}");
        assertThat(terminal.run("schedules", "create", "weekly", "--cron", "0 3 * * SUN", "--reviewed", "j-1"))
                .isEqualTo(2);
    }

    @Test
    void schedules_are_listed_paused_resumed_run_deleted_and_their_history_told() {
        api.answers("200 {\"schedules\": [" + WEEKLY + "]}");
        api.answers("200 " + WEEKLY);
        api.answers("200 " + WEEKLY);
        api.answers("202 " + WEEKLY);
        api.answers(
                "200 {\"runs\": [{\"planned_at\": \"2026-03-15T02:00:00Z\", \"kind\": \"planned\", \"state\": \"failed\","
                        + " \"detail\": \"there is no dataset\"}]}");
        api.answers("204");

        for (String verb : new String[] {"list", "pause", "resume", "run", "history", "delete"}) {
            assertThat(
                            verb.equals("list")
                                    ? terminal.run("schedules", verb)
                                    : terminal.run("schedules", verb, "weekly"))
                    .as(verb)
                    .isZero();
        }

        assertThat(api.calls())
                .containsExactly(
                        "GET /api/v1/schedules",
                        "POST /api/v1/schedules/weekly/pause",
                        "POST /api/v1/schedules/weekly/resume",
                        "POST /api/v1/schedules/weekly/run",
                        "GET /api/v1/schedules/weekly/history",
                        "DELETE /api/v1/schedules/weekly");
        assertThat(terminal.out())
                .contains(
                        "weekly",
                        "0 3 * * SUN",
                        "2026-03-22T03:00+01:00",
                        "skipped",
                        "there is no dataset",
                        "is deleted");
    }

    @Test
    void a_run_that_fails_while_it_is_waited_for_fails_the_command() {
        String run = "{\"planned_at\": \"2026-03-15T02:00:00Z\", \"state\": \"failed\", \"detail\": \"no rows\"}";
        api.answers("202 {\"last_run\": " + run + "}");
        api.answers("200 {\"runs\": [" + run + "]}");

        assertThat(terminal.run("schedules", "run", "weekly", "--wait")).isEqualTo(1);

        assertThat(terminal.out()).contains("The run is failed: no rows");
    }

    @Test
    void the_champion_is_kept_and_a_run_says_that_it_waits_or_what_was_decided() {
        api.answers("200 " + WEEKLY);
        api.answers("200 " + WEEKLY);
        String judged = ", \"candidate\": \"events@3\", \"judgement\": {\"changed\": []}}";
        api.answers("200 {\"runs\": [{\"state\": \"waiting\"" + judged
                + ", {\"state\": \"kept\", \"detail\": \"a person" + " has kept the champion\"" + judged + "]}");

        assertThat(terminal.run("schedules", "keep", "weekly")).isZero();
        assertThat(terminal.run("schedules", "keep", "weekly", "events@3")).isZero();
        assertThat(terminal.run("schedules", "history", "weekly")).isZero();

        assertThat(api.calls())
                .startsWith(
                        "POST /api/v1/schedules/weekly/keep",
                        "POST /api/v1/schedules/weekly/keep?candidate=events%403");
        assertThat(terminal.out())
                .contains(
                        "no field changes; waits for a person",
                        "no field changes; a person has kept the champion",
                        "The champion of schedule weekly is kept");
    }

    @Test
    void a_gate_is_asked_for_and_what_it_found_is_told() {
        api.answers("201 " + WEEKLY);
        String judged =
                "{\"runs\": [{\"planned_at\": \"2026-03-15T02:00:00Z\", \"kind\": \"planned\", \"state\": \"promoted\","
                        + " \"candidate\": \"events@3\", \"champion\": \"events@2\", \"judgement\": {\"candidate\": \"events@3\","
                        + " \"champion\": \"events@2\", \"dataset\": \"events@9\", \"outcome\": \"promote\", \"promoted\": \"champion\","
                        + " \"changed\": [\"price\"], \"fields\": {\"price\": {\"mean\": 0.125}}}}]}";
        api.answers("200 " + judged);
        api.answers("200 " + judged);

        assertThat(terminal.run(
                        "schedules",
                        "create",
                        "weekly",
                        "--cron",
                        "0 3 * * SUN",
                        "--dataset",
                        "events",
                        "--promote",
                        "champion",
                        "--rules",
                        "{\"field_losses\": {\"price\": 0}}",
                        "--judge-rows",
                        "300",
                        "--judge-first"))
                .isZero();
        assertThat(api.calls().get(0))
                .contains("\"gate\":{\"promote\":\"champion\",\"rules\":{\"field_losses\":{\"price\":0}},\"rows\":300,"
                        + "\"first\":\"judge\"}");

        assertThat(terminal.run("schedules", "history", "weekly")).isZero();
        assertThat(terminal.out()).contains("promoted", "events@3 against events@2: price +0.125");
        assertThat(terminal.run("schedules", "judgement", "weekly")).isZero();
        assertThat(terminal.out()).contains("champion stands for events@3 now");
        assertThat(terminal.run("schedules", "create", "w", "--cron", "0 3 * * SUN", "--dataset", "e", "--judge-first"))
                .isEqualTo(2);
    }
}
