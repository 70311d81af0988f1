package dev.winnow.cli.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.cli.StandInApi;
import dev.winnow.cli.Terminal;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.ServiceProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFollowerTest {
    private static final String FIRST = "{\"planned_at\": \"2026-03-15T02:00:00Z\", \"state\": \"kept\"}";

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
    void each_run_is_told_when_it_has_moved_the_latest_last_until_the_schedule_is_gone() {
        api.answers("200 {\"runs\": [" + FIRST + "]}");
        api.answers("200 {\"runs\": [" + second("training") + ", " + FIRST + "]}");
        api.answers("200 {\"runs\": [" + second("training") + ", " + FIRST + "]}");
        api.answers("503");
        api.answers("200 {\"runs\": [" + second("promoted") + ", " + FIRST + "]}");
        api.answers("404 {\"code\": \"unknown_schedule\", \"detail\": \"there is no schedule 'weekly'\"}");
        List<String> told = new ArrayList<>();
        HistoryFollower follower = new HistoryFollower(
                new ServiceClient(Endpoint.of(terminal.surroundings(), new Installation(folder.resolve("data")))),
                new Patience(terminal.console(), Duration.ofMillis(1), Duration.ofSeconds(1)));

        assertThatThrownBy(() -> follower.follow(
                        "weekly", run -> told.add(run.path("state").asText())))
                .isInstanceOf(ServiceProblem.class)
                .hasMessageContaining("there is no schedule 'weekly'");

        assertThat(told).containsExactly("kept", "training", "promoted");
        assertThat(terminal.err()).contains("Waiting for the service, the schedule goes on");
    }

    @Test
    void the_history_is_followed_as_a_table_or_as_lines_of_json() {
        String gone = "404 {\"code\": \"unknown_schedule\", \"detail\": \"there is no schedule 'weekly'\"}";
        api.answers("200 {\"runs\": [" + FIRST + "]}");
        api.answers(gone);
        api.answers("200 {\"runs\": [" + FIRST + "]}");
        api.answers(gone);

        assertThat(terminal.run("schedules", "history", "weekly", "--follow")).isNotZero();
        assertThat(terminal.run("schedules", "history", "weekly", "--follow", "--json"))
                .isNotZero();

        assertThat(terminal.out())
                .contains("WHAT CAME OF IT", "2026-03-15T02:00:00Z")
                .contains("{\"planned_at\":\"2026-03-15T02:00:00Z\",\"state\":\"kept\"}");
    }

    private static String second(String state) {
        return "{\"planned_at\": \"2026-03-22T02:00:00Z\", \"state\": \"" + state + "\"}";
    }
}
