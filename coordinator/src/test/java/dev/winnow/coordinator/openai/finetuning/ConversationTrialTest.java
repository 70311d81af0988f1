package dev.winnow.coordinator.openai.finetuning;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.coordinator.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ConversationTrialTest {
    private static final String LINE = "{\"messages\":[{\"role\":\"system\",\"content\":\"Read\"},"
            + "{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"content\":\"{}\"}]}";

    @Test
    void a_conversation_becomes_a_row() throws IOException {
        assertThat(read("a \\ud83d\\ude00"))
                .isEqualTo("{\"instruction\":\"Read\",\"input\":\"a \uD83D\uDE00\",\"output\":\"{}\"}\n");
    }

    @Test
    void half_of_a_surrogate_pair_is_refused_and_does_not_become_a_question_mark() {
        assertThatThrownBy(() -> read("a \\ud83d"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("line 1: a message has half of a surrogate pair");
    }

    private static String read(String input) throws IOException {
        byte[] file = LINE.formatted(input).getBytes(UTF_8);
        return new String(
                ConversationTrial.rows(new ByteArrayInputStream(file), 1 << 16).readAllBytes(), UTF_8);
    }
}
