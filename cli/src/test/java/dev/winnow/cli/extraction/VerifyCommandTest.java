package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    private static final String PROOF = """
            {"id": "j-1", "state": "%s", "consistent": %b, "complete": true, "items": 3, "outputs": 2, "errors": 1,
             "unanswered": 0, "shards": {"done": 1}, "hash": "sha256:ab", "findings": [%s]}""";

    @TempDir
    Path folder;

    @Test
    void a_job_that_balances_ends_with_0_and_prints_its_proof() throws IOException {
        Terminal terminal = verify(PROOF.formatted("done", true, ""), 0);

        assertThat(terminal.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "job j-1",
                        "state done",
                        "items 3",
                        "outputs 2",
                        "errors 1",
                        "unanswered 0",
                        "shards done 1",
                        "hash sha256:ab");
        assertThat(terminal.err()).contains("Every item is accounted for");
    }

    @Test
    void what_is_wrong_is_told_and_ends_with_1() throws IOException {
        Terminal terminal = verify(
                PROOF.formatted("done", false, "{\"code\": \"item_lost\", \"detail\": \"1 items have no result\"}"), 1);

        assertThat(terminal.err()).contains("wrong: 1 items have no result (item_lost)");
    }

    @Test
    void a_job_that_is_not_over_proves_nothing_yet() throws IOException {
        Terminal terminal = verify(PROOF.formatted("running", true, ""), 1);

        assertThat(terminal.err()).contains("still running");
    }

    private Terminal verify(String proof, int expected) throws IOException {
        try (StandInService service = new StandInService()) {
            service.verifies(proof);
            Terminal terminal =
                    new Terminal(folder).with("WINNOW_URL", service.url()).with("WINNOW_API_KEY", "wk_test");
            assertThat(terminal.run("verify", "j-1")).as(terminal.err()).isEqualTo(expected);
            return terminal;
        }
    }
}
