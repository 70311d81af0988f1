package dev.winnow.cli.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.StandInApi;
import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewCommandTest {
    private static final String ITEM =
            "{\"position\": 17, \"id\": \"a-17\", \"output\": {\"title\": \"Plum\", \"prices\": [1.50, 2]},"
                    + " \"evidence\": {\"confidence\": {\"/title\": 0.9, \"/prices/0\": 0.41}}, \"least_confidence\": 0.41}";

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
    void the_queue_is_followed_to_its_end_and_names_what_the_model_was_least_sure_of() {
        api.answers("200 {\"items\": [" + ITEM + "], \"next_cursor\": \"abc\"}");
        api.answers("200 {\"items\": [" + ITEM.replace("17", "18") + "]}");

        assertThat(terminal.run("review", "list", "j-1", "--below", "0.8")).isZero();

        assertThat(api.calls())
                .containsExactly(
                        "GET /api/v1/extractions/j-1/review?decided=false&below=0.8&limit=100",
                        "GET /api/v1/extractions/j-1/review?decided=false&below=0.8&limit=99&cursor=abc");
        assertThat(terminal.out()).contains("a-17", "a-18", "0.410", "/prices/0");
        assertThat(terminal.run("review", "list", "j-1", "--below", "0.8", "--sample", "5"))
                .isEqualTo(2);
    }

    @Test
    void a_value_is_corrected_where_it_stands_and_the_others_stay_as_they_are() {
        api.answers("200 " + ITEM);
        api.answers("200 " + ITEM);

        assertThat(terminal.run(
                        "review", "correct", "j-1", "17", "--set", "/prices/1=2.50", "--set", "/title=\"Plum Cake\""))
                .isZero();

        assertThat(api.calls())
                .containsExactly(
                        "GET /api/v1/extractions/j-1/review/17",
                        "PUT /api/v1/extractions/j-1/review/17"
                                + " {\"decision\":\"correct\",\"output\":{\"title\":\"Plum Cake\",\"prices\":[1.50,2.50]}}");
        assertThat(terminal.out()).contains("Item 17 is corrected");
    }

    @Test
    void a_place_or_a_value_that_is_none_is_told_before_anything_is_sent() {
        for (String wrong : new String[] {"/prices/7=1", "/none/of=1", "title=1", "/title=Plum"}) {
            api.answers("200 " + ITEM);
            assertThat(terminal.run("review", "correct", "j-1", "17", "--set", wrong))
                    .as(wrong)
                    .isEqualTo(2);
        }
        assertThat(api.calls()).hasSize(4).allMatch(call -> call.startsWith("GET"));
    }

    @Test
    void results_are_accepted_skipped_and_opened_again() {
        for (int i = 0; i < 3; i++) {
            api.answers("200 " + ITEM);
        }
        api.answers("200 " + ITEM);

        assertThat(terminal.run("review", "accept", "j-1", "3", "4")).isZero();
        assertThat(terminal.run("review", "skip", "j-1", "5")).isZero();
        assertThat(terminal.run("review", "reopen", "j-1", "5")).isZero();

        assertThat(api.calls())
                .containsExactly(
                        "PUT /api/v1/extractions/j-1/review/3 {\"decision\":\"accept\"}",
                        "PUT /api/v1/extractions/j-1/review/4 {\"decision\":\"accept\"}",
                        "PUT /api/v1/extractions/j-1/review/5 {\"decision\":\"skip\"}",
                        "DELETE /api/v1/extractions/j-1/review/5");
    }
}
