package dev.winnow.coordinator.extraction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What the fuzzers found in submissions. */
class SubmissionTrialTest {
    private final SubmissionTrial trial = new SubmissionTrial(1 << 16, 1 << 16);

    @Test
    void a_number_is_an_id_as_long_as_a_text_may_be_and_no_longer() throws IOException {
        String item = "{\"input\": \"x\", \"id\": %s}\n";
        String body = "{\"options\": {\"keys\": [\"a\"]}}\n" + item.formatted("7") + item.formatted("9".repeat(256))
                + item.formatted("9".repeat(257));

        assertThat(trial.lines(new ByteArrayInputStream(body.getBytes(UTF_8)))).isEqualTo(2);
    }
}
