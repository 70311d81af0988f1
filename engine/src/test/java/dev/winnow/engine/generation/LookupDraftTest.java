package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookupDraftTest {
    private static final int[] DOCUMENT = {1, 2, 3, 4, 5, 9, 2, 3, 7, 8, 6};

    @Test
    void it_goes_on_as_the_document_does_behind_the_same_tokens() {
        assertThat(guess(draft(), 4, 5)).containsExactly(9, 2, 3, 7, 8, 6);
    }

    @Test
    void of_several_places_the_one_with_the_longest_context_counts() {
        assertThat(guess(draft(), 1, 2, 3)).startsWith(4, 5, 9);
        assertThat(guess(draft(), 9, 2, 3)).containsExactly(7, 8, 6);
    }

    @Test
    void of_equal_places_the_next_one_behind_the_last_copy_counts() {
        LookupDraft draft = draft();
        assertThat(guess(draft, 2, 3)).startsWith(4, 5);
        draft.judged(7, 3);

        assertThat(guess(draft, 2, 3)).containsExactly(7, 8, 6);
    }

    @Test
    void where_all_equal_places_were_passed_the_first_counts() {
        LookupDraft draft = draft();
        assertThat(guess(draft, 3, 7)).containsExactly(8, 6);
        draft.judged(2, 2);

        assertThat(guess(draft, 2, 3)).startsWith(4, 5);
    }

    @Test
    void one_token_is_enough_just_behind_the_last_copy_and_not_far_from_it() {
        int[] document = IntStream.range(100, 200).toArray();
        LookupDraft draft = new LookupDraft(document, 7);
        assertThat(guess(draft, 1, 110)).startsWith(111, 112);
        assertThat(guess(draft, 1, 160)).isEmpty();

        assertThat(guess(draft, 149, 150)).startsWith(151);
        draft.judged(7, 7);
        assertThat(guess(draft, 1, 160)).startsWith(161);
        assertThat(guess(draft, 1, 110)).isEmpty();
    }

    @Test
    void a_guess_that_was_all_wrong_moves_nothing() {
        LookupDraft draft = draft();
        assertThat(guess(draft, 8, 2, 3)).startsWith(4);
        draft.judged(7, 0);

        assertThat(guess(draft, 8, 2, 3)).startsWith(4);
    }

    @Test
    void nothing_is_guessed_where_the_document_says_nothing() {
        assertThat(guess(draft(), 3, 10)).isEmpty();
        assertThat(guess(draft(), 8, 6)).isEmpty();
        assertThat(guess(draft())).isEmpty();
        assertThat(guess(new LookupDraft(new int[] {1}, 7), 1, 1)).isEmpty();
        assertThat(guess(new LookupDraft(new int[0], 7), 1, 1)).isEmpty();
    }

    @Test
    void no_more_is_guessed_than_is_allowed_or_has_room() {
        assertThat(guess(new LookupDraft(DOCUMENT, 0), 1, 2)).isEmpty();
        assertThat(guess(new LookupDraft(DOCUMENT, 2), 1, 2)).containsExactly(3, 4);
        assertThat(draft().guess(new int[] {1, 2}, 2, 1)).containsExactly(3);
        assertThat(draft().guess(new int[] {1, 2}, 2, 0)).isEmpty();
    }

    @Test
    void tokens_behind_what_is_written_do_not_count() {
        assertThat(draft().guess(new int[] {4, 5, 1, 2}, 2, 7)).startsWith(9, 2, 3);
    }

    @Test
    void after_two_wrong_guesses_it_rests_for_four_steps() {
        LookupDraft draft = draft();
        draft.judged(4, 0);
        draft.judged(1, 0);
        for (int i = 0; i < 4; i++) {
            assertThat(guess(draft, 1, 2)).isEmpty();
        }

        assertThat(guess(draft, 1, 2)).startsWith(3);
    }

    private static LookupDraft draft() {
        return new LookupDraft(DOCUMENT, 7);
    }

    private static int[] guess(LookupDraft draft, int... output) {
        return draft.guess(output, output.length, 100);
    }
}
