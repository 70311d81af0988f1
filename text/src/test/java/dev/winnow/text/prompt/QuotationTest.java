package dev.winnow.text.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.text.tokenizer.SmallTokenizers;
import dev.winnow.text.tokenizer.Tokenizer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotationTest {
    @Test
    void white_space_of_any_kind_is_collapsed() {
        assertThat(Quotation.quoted("2\nbananas\r\n\n(sliced )\n")).isEqualTo(" 2 bananas (sliced )");
        assertThat(Quotation.quoted("  a\u00a0\u3000\tb")).isEqualTo(" a b");
    }

    @Test
    void what_a_json_string_escapes_is_escaped() {
        assertThat(Quotation.quoted("an 8\" pan, a \\ lid")).isEqualTo(" an 8\\\" pan, a \\\\ lid");
    }

    @Test
    void a_blank_document_has_nothing_to_quote() {
        assertThat(Quotation.quoted("")).isEmpty();
        assertThat(Quotation.quoted(" \n\t")).isEmpty();
    }

    @Test
    void a_word_has_no_space_before_it_at_the_beginning_of_a_string() {
        try (Tokenizer tokenizer = Tokenizer.fromJson(SmallTokenizers.sentencePiece())) {
            QuotedTokens tokens = new Quotation(tokenizer).tokens("hi\nhi");

            int last = tokens.size() - 1;
            assertThat(tokens.token(last)).isEqualTo(tokenizer.idOf("\u2581hi"));
            assertThat(tokens.opening(last)).containsExactly(tokenizer.idOf("hi"));
        }
    }

    @Test
    void what_is_no_word_with_a_space_is_the_same_everywhere() {
        try (Tokenizer tokenizer = Tokenizer.fromJson(SmallTokenizers.byteLevel())) {
            QuotedTokens tokens = new Quotation(tokenizer).tokens("\u00bd hello");

            assertThat(IntStream.range(0, tokens.size()).mapToObj(tokens::opening))
                    .containsExactlyElementsOf(IntStream.range(0, tokens.size())
                            .mapToObj(place -> new int[] {tokens.token(place)})
                            .toList());
        }
    }

    @Test
    void each_token_needs_an_opening() {
        assertThatThrownBy(() -> QuotedTokens.of(new int[] {1, 2}, new int[][] {{1}}))
                .hasMessageContaining("2 tokens with 1 openings");
        assertThatThrownBy(() -> QuotedTokens.of(new int[] {1}, new int[][] {{}}))
                .hasMessageContaining("without a token");
    }
}
