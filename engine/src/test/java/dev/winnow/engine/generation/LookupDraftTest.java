package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.text.prompt.QuotedTokens;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LookupDraftTest {
    private static final int[] DOCUMENT = {1, 2, 3, 4, 5, 9, 2, 3, 7, 8, 6};

    @Nested
    class From_the_document {
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
            draft.judged(3);

            assertThat(guess(draft, 2, 3)).containsExactly(7, 8, 6);
        }

        @Test
        void where_all_equal_places_were_passed_the_first_counts() {
            LookupDraft draft = draft();
            assertThat(guess(draft, 3, 7)).containsExactly(8, 6);
            draft.judged(2);

            assertThat(guess(draft, 2, 3)).startsWith(4, 5);
        }

        @Test
        void one_token_is_enough_just_behind_the_last_copy_and_not_far_from_it() {
            LookupDraft draft = draft(IntStream.range(100, 200).toArray());
            assertThat(guess(draft, 1, 110)).startsWith(111, 112);
            assertThat(guess(draft, 1, 160)).isEmpty();

            assertThat(guess(draft, 149, 150)).startsWith(151);
            draft.judged(7);
            assertThat(guess(draft, 1, 160)).startsWith(161);
            assertThat(guess(draft, 1, 110)).isEmpty();
        }

        @Test
        void a_guess_that_was_all_wrong_moves_nothing() {
            LookupDraft draft = draft();
            assertThat(guess(draft, 8, 2, 3)).startsWith(4);
            draft.judged(0);

            assertThat(guess(draft, 8, 2, 3)).startsWith(4);
        }

        @Test
        void a_word_is_found_whether_a_space_stands_before_it_or_not() {
            // 40 writes at the beginning of a string what 4 writes within one.
            int[][] openings = {{1}, {2}, {40}, {5}, {6}};
            LookupDraft draft = new LookupDraft(QuotedTokens.of(new int[] {1, 2, 4, 5, 6}, openings), 7);

            assertThat(guess(draft, 99, 40)).containsExactly(5, 6);
            assertThat(guess(draft, 2, 4)).containsExactly(5, 6);
        }

        @Test
        void after_two_wrong_guesses_it_is_left_alone_for_four_steps() {
            LookupDraft draft = draft();
            for (int i = 0; i < 2; i++) {
                assertThat(guess(draft, 1, 2)).startsWith(3);
                draft.judged(0);
            }
            for (int i = 0; i < 4; i++) {
                assertThat(guess(draft, 1, 2)).isEmpty();
            }

            assertThat(guess(draft, 1, 2)).startsWith(3);
        }
    }

    /** The document has 50 51 between its values, where the output writes 90. */
    @Nested
    class From_value_to_value {
        private final int[] document = {1, 2, 3, 50, 51, 4, 5, 50, 51, 6, 7, 8, 60, 9};

        @Test
        void behind_a_separator_the_next_value_is_guessed_and_the_one_after_it() {
            LookupDraft draft = afterTwoValues();

            assertThat(guess(draft, 1, 2, 3, 90, 4, 5, 90)).containsExactly(6, 7, 8, 60, 9);
        }

        @Test
        void a_guess_goes_on_over_the_end_of_its_value() {
            LookupDraft draft = afterTwoValues(draft(1, 2, 3, 50, 51, 4, 5, 50, 51, 6, 7, 50, 51, 8, 9));

            // The output wrote 90 for 50 51, so it will again behind 7.
            assertThat(guess(draft, 1, 2, 3, 90, 4, 5, 90, 6)).containsExactly(7, 90, 8, 9);
        }

        @Test
        void a_value_that_ends_where_the_document_has_the_gap_is_closed() {
            LookupDraft draft = afterTwoValues();

            assertThat(guess(draft, 1, 2, 3, 90, 4, 5)).containsExactly(90, 6, 7, 8, 60, 9);
        }

        @Test
        void the_first_word_of_a_value_is_written_as_the_first_of_a_string() {
            int[][] openings = {{1}, {2}, {3}, {50}, {51}, {4}, {5}, {50}, {51}, {61, 62}, {7}, {8}, {60}, {9}};
            LookupDraft draft = afterTwoValues(new LookupDraft(QuotedTokens.of(document, openings), 7));

            assertThat(guess(draft, 1, 2, 3, 90, 4, 5, 90)).containsExactly(61, 62, 7, 8, 60, 9);
        }

        @Test
        void after_two_next_values_that_did_not_come_none_is_guessed() {
            LookupDraft draft = afterTwoValues();
            for (int i = 0; i < 2; i++) {
                assertThat(guess(draft, 1, 2, 3, 90, 4, 5, 90)).startsWith(6);
                draft.judged(0);
            }

            assertThat(guess(draft, 1, 2, 3, 90, 4, 5, 90)).isEmpty();
        }

        @Test
        void what_lies_far_apart_teaches_no_separator() {
            int[] far = IntStream.range(100, 130).toArray();
            LookupDraft draft = draft(far);
            copy(draft, 1, 100, 101);
            copy(draft, 1, 100, 101, 102, 90, 120, 121);

            assertThat(guess(draft, 100, 101, 102, 90, 120, 121, 122, 90)).isEmpty();
        }

        private LookupDraft afterTwoValues() {
            return afterTwoValues(draft(document));
        }

        private LookupDraft afterTwoValues(LookupDraft draft) {
            copy(draft, 1, 1, 2);
            copy(draft, 1, 1, 2, 3, 90, 4);
            return draft;
        }
    }

    @Nested
    class From_the_output_itself {
        @Test
        void it_goes_on_as_it_did_behind_the_same_three_tokens() {
            assertThat(guess(draft(), 21, 22, 23, 24, 25, 21, 22, 23)).startsWith(24, 25, 21);
            assertThat(guess(draft(), 21, 22, 24, 25, 21, 22)).isEmpty();
        }

        @Test
        void what_loops_goes_on_looping() {
            assertThat(guess(draft(), 20, 21, 22, 20, 21, 22, 20)).containsExactly(21, 22, 20, 21, 22, 20, 21);
            assertThat(guess(draft(), 20, 20, 20, 20)).containsExactly(20, 20, 20, 20, 20, 20, 20);
        }

        @Test
        void of_several_places_the_last_with_the_longest_context_counts() {
            assertThat(guess(draft(), 20, 21, 22, 23, 31, 21, 22, 23, 32, 20, 21, 22, 23))
                    .startsWith(31);
            assertThat(guess(draft(), 21, 22, 23, 31, 21, 22, 23, 32, 21, 22, 23))
                    .startsWith(32);
        }

        @Test
        void the_document_comes_first() {
            assertThat(guess(draft(), 2, 3, 4, 11, 12, 2, 3, 4)).startsWith(5, 9);
        }

        @Test
        void a_wrong_guess_of_it_says_nothing_of_the_document() {
            LookupDraft draft = draft();
            for (int i = 0; i < 3; i++) {
                assertThat(guess(draft, 21, 22, 23, 24, 21, 22, 23)).startsWith(24);
                draft.judged(0);
            }

            assertThat(guess(draft, 4, 5)).startsWith(9);
        }
    }

    @Test
    void nothing_is_guessed_where_nothing_says_anything() {
        assertThat(guess(draft(), 3, 10)).isEmpty();
        assertThat(guess(draft(), 8, 6)).isEmpty();
        assertThat(guess(draft())).isEmpty();
        assertThat(guess(draft(1), 1, 1)).isEmpty();
        assertThat(guess(draft(new int[0]), 1, 1)).isEmpty();
    }

    @Test
    void no_more_is_guessed_than_is_allowed_or_has_room() {
        assertThat(guess(new LookupDraft(QuotedTokens.of(DOCUMENT), 0), 1, 2)).isEmpty();
        assertThat(guess(new LookupDraft(QuotedTokens.of(DOCUMENT), 2), 1, 2)).containsExactly(3, 4);
        assertThat(draft().guess(new int[] {1, 2}, 2, 1)).containsExactly(3);
        assertThat(draft().guess(new int[] {1, 2}, 2, 0)).isEmpty();
        assertThat(draft().guess(new int[] {21, 22, 23, 24, 21, 22, 23}, 7, 1)).containsExactly(24);
    }

    @Test
    void tokens_behind_what_is_written_do_not_count() {
        assertThat(draft().guess(new int[] {4, 5, 1, 2}, 2, 7)).startsWith(9, 2, 3);
        assertThat(draft().guess(new int[] {21, 22, 23, 24, 21, 22, 23, 21, 22, 23}, 7, 7))
                .startsWith(24, 21);
    }

    @Test
    void what_was_not_guessed_cannot_be_judged() {
        LookupDraft draft = draft();
        for (int i = 0; i < 3; i++) {
            draft.judged(0);
        }

        assertThat(guess(draft, 1, 2)).startsWith(3);
    }

    private static LookupDraft draft() {
        return draft(DOCUMENT);
    }

    private static LookupDraft draft(int... document) {
        return new LookupDraft(QuotedTokens.of(document), 7);
    }

    private static int[] guess(LookupDraft draft, int... output) {
        return draft.guess(output, output.length, 100);
    }

    /** A guess of which so many tokens are right. */
    private static void copy(LookupDraft draft, int right, int... output) {
        assertThat(guess(draft, output)).hasSizeGreaterThanOrEqualTo(right);
        draft.judged(right);
    }
}
