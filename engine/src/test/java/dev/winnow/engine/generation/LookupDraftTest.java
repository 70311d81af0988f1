package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LookupDraftTest {
    private static final int[] PROMPT = {1, 2, 3, 4, 5, 9, 2, 3, 7, 8, 6};

    @Test
    void it_goes_on_as_the_prompt_did_behind_the_same_two_tokens() {
        assertThat(guess(new LookupDraft(PROMPT, 7), 4, 5)).containsExactly(9, 2, 3, 7);
    }

    @Test
    void of_several_places_the_one_with_the_longest_context_counts() {
        assertThat(guess(new LookupDraft(PROMPT, 7), 1, 2, 3)).containsExactly(4, 5, 9, 2);
        assertThat(guess(new LookupDraft(PROMPT, 7), 9, 2, 3)).containsExactly(7, 8, 6);
    }

    @Test
    void of_equal_places_the_last_counts() {
        assertThat(guess(new LookupDraft(PROMPT, 7), 2, 3)).containsExactly(7, 8, 6);
    }

    @Test
    void nothing_is_guessed_where_the_prompt_says_nothing() {
        assertThat(guess(new LookupDraft(PROMPT, 7), 3, 2)).isEmpty();
        assertThat(guess(new LookupDraft(PROMPT, 7), 5)).isEmpty();
        assertThat(guess(new LookupDraft(PROMPT, 7), 8, 6)).isEmpty();
        assertThat(guess(new LookupDraft(new int[] {1}, 7), 1, 1)).isEmpty();
    }

    @Test
    void no_more_is_guessed_than_is_allowed_or_has_room() {
        assertThat(guess(new LookupDraft(PROMPT, 0), 1, 2)).isEmpty();
        assertThat(guess(new LookupDraft(PROMPT, 2), 1, 2)).containsExactly(3, 4);
        assertThat(new LookupDraft(PROMPT, 7).guess(new int[] {1, 2}, 2, 1)).containsExactly(3);
        assertThat(new LookupDraft(PROMPT, 7).guess(new int[] {1, 2}, 2, 0)).isEmpty();
    }

    @Test
    void tokens_behind_what_is_written_do_not_count() {
        assertThat(new LookupDraft(PROMPT, 7).guess(new int[] {4, 5, 1, 2}, 2, 7))
                .containsExactly(9, 2, 3, 7);
    }

    @Test
    void a_right_guess_makes_the_next_one_longer_and_a_wrong_one_shorter() {
        LookupDraft draft = new LookupDraft(PROMPT, 7);
        draft.judged(4, 4);
        assertThat(guess(draft, 1, 2)).hasSize(7);

        draft.judged(7, 1);
        assertThat(guess(draft, 1, 2)).hasSize(2);
    }

    @Test
    void after_two_wrong_guesses_it_rests_for_four_steps() {
        LookupDraft draft = new LookupDraft(PROMPT, 7);
        draft.judged(4, 0);
        draft.judged(1, 0);
        for (int i = 0; i < 4; i++) {
            assertThat(guess(draft, 1, 2)).isEmpty();
        }

        assertThat(guess(draft, 1, 2)).containsExactly(3);
    }

    private static int[] guess(LookupDraft draft, int... output) {
        return draft.guess(output, output.length, 100);
    }
}
