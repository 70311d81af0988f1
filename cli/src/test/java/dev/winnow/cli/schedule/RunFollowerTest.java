package dev.winnow.cli.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.cli.StandInApi;
import dev.winnow.cli.Terminal;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.ServiceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFollowerTest {
    private static final String THIS = "2026-03-15T02:00:00Z";
    private static final String LATER =
            "{\"planned_at\": \"2026-03-22T02:00:00Z\", \"dataset\": \"events@3\", \"state\": \"training\"}, ";

    @TempDir
    Path folder;

    private StandInApi api;
    private Terminal terminal;
    private RunFollower follower;

    @BeforeEach
    void start() throws IOException {
        api = new StandInApi();
        terminal = new Terminal(folder).with("WINNOW_URL", api.url()).with("WINNOW_API_KEY", "wk_test");
        ServiceClient client =
                new ServiceClient(Endpoint.of(terminal.surroundings(), new Installation(folder.resolve("data"))));
        follower = new RunFollower(
                client,
                terminal.console(),
                new Patience(terminal.console(), Duration.ofMillis(1), Duration.ofSeconds(1)));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void each_step_of_the_run_is_told_once_and_what_came_of_it() {
        for (String state : new String[] {"due", "training", "training", "evaluating"}) {
            api.answers("200 {\"runs\": [" + LATER + run(state, "") + "]}");
        }
        api.answers("200 {\"runs\": [" + LATER + run("promoted", ", \"judgement\": {\"changed\": []}") + "]}");

        assertThat(follower.follow("weekly", THIS)).isEqualTo(ExitCode.DONE);

        assertThat(terminal.err().lines())
                .containsExactly("Looking for new rows", "Training on events@2", "Evaluating events@2 beside events@1");
        assertThat(terminal.out()).contains("The run is promoted: events@2 against events@1: no field changes");
    }

    @Test
    void a_run_that_waits_for_a_person_or_had_nothing_to_do_has_not_failed() {
        api.answers("200 {\"runs\": [" + run("waiting", ", \"judgement\": {\"changed\": []}") + "]}");
        api.answers("200 {\"runs\": [" + run("skipped", ", \"detail\": \"3 new rows are too few\"") + "]}");

        assertThat(follower.follow("weekly", THIS)).isEqualTo(ExitCode.DONE);
        assertThat(follower.follow("weekly", THIS)).isEqualTo(ExitCode.DONE);

        assertThat(terminal.out())
                .contains("no field changes; waits for a person", "The run is skipped: 3 new rows are too few");
    }

    @Test
    void a_run_without_a_gate_is_over_when_its_training_is() {
        api.answers("200 {\"runs\": [" + run("trained", ", \"training\": \"t-1\"") + "]}");
        api.answers("200 {\"id\": \"t-1\", \"state\": \"failed\", \"error\": {\"code\": \"nan_loss\"}}");

        assertThat(follower.follow("weekly", THIS)).isEqualTo(ExitCode.FAILED);

        assertThat(terminal.err()).contains("Training t-1 is failed: nan_loss");
    }

    @Test
    void a_run_that_is_gone_from_the_history_is_not_waited_for() {
        api.answers("200 {\"runs\": []}");

        assertThatThrownBy(() -> follower.follow("weekly", THIS))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("has no run of " + THIS);
    }

    private static String run(String state, String more) {
        return "{\"planned_at\": \"%s\", \"dataset\": \"events@2\", \"candidate\": \"events@2\",".formatted(THIS)
                + " \"champion\": \"events@1\", \"state\": \"%s\"%s}".formatted(state, more);
    }
}
