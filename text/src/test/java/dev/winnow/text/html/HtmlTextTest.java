package dev.winnow.text.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HtmlTextTest {
    @Test
    void page_is_its_title_and_a_line_for_each_block() {
        assertThat(HtmlText.of("""
                <html><head><title>Jazz &amp; more</title><style>p {}</style></head>
                <body><h1>Friday</h1><p>Doors <b>8</b>
                  pm,<br>12&nbsp;EUR</p><ul><li>Sax<li>Drums</ul></body></html>""")).isEqualTo("Jazz & more\n\nFriday\n\nDoors 8 pm,\n12\u00a0EUR\n\nSax\nDrums");
    }

    @Test
    void cells_have_tabs_between_them_and_rows_are_lines() {
        assertThat(HtmlText.of("<table><tr><th>Price<th>Date<tr><td> 12 <td>\n5 May</table>after"))
                .isEqualTo("Price\tDate\n12\t5 May\n\nafter");
    }

    @Test
    void what_nobody_sees_is_left_out() {
        assertThat(HtmlText.of(
                        "a<script>var x = 'b';</script><noscript>c</noscript><p hidden>d</p><svg><text>e</text></svg>"
                                + "<span aria-hidden=true>f</span><!-- g --><template>h</template>i"))
                .isEqualTo("ai");
    }

    @Test
    void words_of_neighbouring_blocks_are_apart_and_those_of_inline_elements_are_not() {
        assertThat(HtmlText.of("<div>a</div><div>b</div><span>c</span><i>d</i>"))
                .isEqualTo("a\nb\ncd");
    }

    @Test
    void preformatted_lines_stay() {
        assertThat(HtmlText.of("<pre>a  b\n  c</pre>")).isEqualTo("a  b\n  c");
    }

    @Test
    void markup_within_preformatted_text_neither_joins_nor_breaks_its_lines() {
        assertThat(HtmlText.of("<pre><code>a  b\n  c\n\nd </code></pre>e")).isEqualTo("a  b\n  c\nd\ne");
        assertThat(HtmlText.of("<pre>Total: <b>12</b>.50</pre>after <i>it</i>")).isEqualTo("Total: 12.50\nafter it");
    }

    @Test
    void references_to_what_no_text_has_are_replaced() {
        assertThat(HtmlText.of("<textarea>a&#0;b</textarea><pre>c&#0;d</pre>&#xD800;e"))
                .doesNotContain("\0", "\uD800");
    }

    @Test
    void what_is_no_html_is_text() {
        assertThat(HtmlText.of("1 < 2 & 3")).isEqualTo("1 < 2 & 3");
        assertThat(HtmlText.of("")).isEmpty();
        assertThat(HtmlText.of("<p")).isEmpty();
    }

    @Test
    @Timeout(60)
    void elements_within_elements_without_end_are_no_trouble() {
        assertThat(HtmlText.of("<div>".repeat(300_000) + "x")).isEqualTo("x");
        assertThat(HtmlText.of("<b>".repeat(300_000) + "x")).isEqualTo("x");
        assertThat(HtmlText.of("<table><tr><td>".repeat(50_000) + "x")).endsWith("x");
    }

    @Test
    void page_that_is_too_large_is_refused_with_the_limit() {
        assertThatThrownBy(() -> HtmlText.of("x".repeat(HtmlText.MOST_CHARACTERS + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the page has 2097153 characters, the limit is 2097152");
    }
}
