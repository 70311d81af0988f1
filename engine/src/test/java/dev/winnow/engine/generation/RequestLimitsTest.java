package dev.winnow.engine.generation;

import static dev.winnow.engine.generation.Requests.filled;
import static dev.winnow.engine.generation.Requests.free;
import static dev.winnow.engine.generation.Requests.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.generation.GenerationOutcome.GenerationFailed;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestLimitsTest {
    private static final int CONTEXT = TinyModel.LLAMA.contextTokens();

    private GenerationLoop loop;

    @BeforeAll
    void start() {
        loop = Requests.loop(new TinyModel(TinyModel.LLAMA, 1), 4, LoopSettings.DEFAULT);
    }

    @AfterAll
    void close() {
        loop.close();
    }

    @Test
    void a_row_may_fill_the_context_to_its_last_token() {
        for (int prompt : new int[] {1, CONTEXT - 12, CONTEXT - 1}) {
            int most = CONTEXT - prompt;
            assertThat(run(loop, free(filled(prompt, 3), most, Sampling.GREEDY))
                            .generated()
                            .tokens())
                    .hasSize(most);
        }
    }

    @Test
    void one_token_more_fails_by_name() {
        GenerationFailed failed =
                run(loop, free(filled(CONTEXT - 12, 3), 13, Sampling.GREEDY)).failed();
        assertThat(failed.reason()).isEqualTo(Reason.TOO_LONG);
        assertThat(failed.message())
                .contains("prompt (500 tokens)", "maxOutputTokens (13)", "512, the most that the model's context holds")
                .contains("shorten the input");
    }

    @Test
    void a_prompt_longer_than_the_context_fails_however_short_its_output() {
        assertThat(run(loop, free(filled(CONTEXT + 1, 3), 1, Sampling.GREEDY))
                        .failed()
                        .reason())
                .isEqualTo(Reason.TOO_LONG);
    }

    @Test
    void the_greatest_output_limit_does_not_overflow() {
        assertThat(run(loop, free(filled(2, 3), Integer.MAX_VALUE, Sampling.GREEDY))
                        .failed()
                        .reason())
                .isEqualTo(Reason.TOO_LONG);
    }

    @Test
    void an_empty_prompt_is_refused() {
        assertThatThrownBy(() -> free(new int[0], 5, Sampling.GREEDY))
                .hasMessageContaining("prompt must have at least one token");
    }

    @Test
    void tokens_that_are_not_the_models_fail_by_name_before_anything_runs() {
        assertForeign(free(new int[] {1, 150}, 5, Sampling.GREEDY), "prompt has the token 150");
        assertForeign(free(new int[] {-1, 1}, 5, Sampling.GREEDY), "prompt has the token -1");
        assertForeign(ending(150), "endTokens has the token 150");
        assertForeign(ending(-1), "endTokens has the token -1");
        assertForeign(ending(1 << 30), "endTokens has the token 1073741824");
    }

    private void assertForeign(GenerationRequest request, String message) {
        Outcome outcome = run(loop, request);
        assertThat(outcome.failed().reason()).isEqualTo(Reason.ENGINE_ERROR);
        assertThat(outcome.failed().message()).contains(message, "0 to 149");
        assertThat(outcome.hasBegun()).isFalse();
    }

    private static GenerationRequest ending(int token) {
        return new GenerationRequest(filled(2, 3), null, 5, Sampling.GREEDY, Set.of(token), Duration.ofMinutes(1));
    }
}
