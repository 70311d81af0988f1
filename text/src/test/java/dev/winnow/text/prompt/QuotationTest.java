package dev.winnow.text.prompt;

import static org.assertj.core.api.Assertions.assertThat;

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
}
