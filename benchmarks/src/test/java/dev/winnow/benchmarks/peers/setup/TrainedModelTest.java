package dev.winnow.benchmarks.peers.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainedModelTest {
    private static List<TokenDocument> examples(int count, int promptTokens, int outputTokens) {
        TokenDocument example = new TokenDocument(
                "",
                Collections.nCopies(promptTokens, 1),
                Collections.nCopies(outputTokens, 1),
                NullNode.getInstance(),
                true);
        return Collections.nCopies(count, example);
    }

    @Test
    void a_small_set_is_seen_three_times() {
        assertThat(TrainedModel.epochs(examples(80, 300, 100))).isEqualTo(3);
        assertThat(TrainedModel.epochs(examples(1, 10, 10))).isEqualTo(3);
    }

    @Test
    void a_larger_one_is_seen_as_often_as_two_hundred_thousand_tokens_allow() {
        assertThat(TrainedModel.epochs(examples(200, 300, 100))).isEqualTo(2);
        assertThat(TrainedModel.epochs(examples(300, 300, 100))).isEqualTo(1);
    }

    @Test
    void a_huge_one_is_seen_once() {
        assertThat(TrainedModel.epochs(examples(10_000, 300, 100))).isEqualTo(1);
    }
}
