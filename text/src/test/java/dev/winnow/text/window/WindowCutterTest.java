package dev.winnow.text.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.tokenizer.SmallTokenizers;
import dev.winnow.text.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowCutterTest {
    private static final String DO = "do";
    private static final int PROMPT = 220;
    private static final int OVERLAP = 40;

    private final Tokenizer tokenizer = Tokenizer.fromJson(SmallTokenizers.byteLevel());
    private final PromptFormat prompts = new PromptFormat(
            new ChatTemplate("<|im_start|>user\n{{ messages[0].content }}<|im_end|>\n<|im_start|>assistant\n", "", ""),
            tokenizer);
    private final WindowCutter cutter = new WindowCutter(prompts, tokenizer);

    @AfterEach
    void close() {
        tokenizer.close();
    }

    @Test
    void a_document_that_fits_is_one_window_up_to_the_last_token() {
        String document = "x".repeat(cutter.room(DO, PROMPT));
        assertThat(prompts.render(DO, document).length()).isEqualTo(PROMPT);

        assertThat(windows(document)).containsExactly(new Window(0, document.length(), document));
        assertThat(windows(document + "x")).hasSizeGreaterThan(1);
    }

    @Test
    void a_document_that_fits_is_taken_where_no_window_would_have_room() {
        assertThat(cutter.cut(DO, "short", cutter.room(DO, 0) * -1 + 5, 0)
                        .next()
                        .text())
                .isEqualTo("short");
        assertThatThrownBy(() -> cutter.cut(DO, "xxxxxx", cutter.room(DO, 0) * -1 + 5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("room for 5 tokens of text, it needs at least 64");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, OVERLAP})
    void windows_cover_every_code_point_fit_and_go_forward_whatever_the_text(int overlap) {
        Random chance = new Random(7);
        String[] pieces = {
            "a",
            "hello",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "\uD83D\uDE00",
            "e\u0301",
            "\u3002",
            "user",
            ". ",
            "\u00A0",
            "\u65E5\u672C\u8A9E",
            "1,200",
            "\t",
            "\uD83D\uDC69\u200D\uD83D\uDC67"
        };
        for (int round = 0; round < 60; round++) {
            int kinds = 1 + chance.nextInt(pieces.length);
            int offset = chance.nextInt(pieces.length);
            StringBuilder text = new StringBuilder();
            int length = 100 + chance.nextInt(3000);
            while (text.length() < length) {
                text.append(pieces[(offset + chance.nextInt(kinds)) % pieces.length]);
            }
            requireSound(text.toString(), overlap);
        }
    }

    private void requireSound(String document, int overlap) {
        List<Window> windows = windows(document, overlap);
        int[] points = document.codePoints().toArray();
        int covered = 0;
        int before = 0;
        int last = -1;
        for (Window window : windows) {
            assertThat(window.from())
                    .isLessThanOrEqualTo(covered)
                    .isGreaterThanOrEqualTo(before)
                    .isGreaterThan(last);
            assertThat(window.text()).isEqualTo(new String(points, window.from(), window.to() - window.from()));
            assertThat(prompts.render(DO, window.text()).length()).isLessThanOrEqualTo(PROMPT);
            before = covered; // only neighbours share text
            covered = window.to();
            last = window.from();
        }
        assertThat(covered).isEqualTo(points.length);
        assertThat((long) windows.size())
                .isLessThanOrEqualTo(WindowCutter.atMost(
                        document.getBytes(java.nio.charset.StandardCharsets.UTF_8).length,
                        cutter.room(DO, PROMPT),
                        overlap));
    }

    @Test
    void windows_end_where_paragraphs_do_else_lines_else_sentences_else_words() {
        String words = "word ".repeat(18);
        assertThat(windows((words + "\n" + words + "\n\n").repeat(9)))
                .filteredOn(window -> window.to() < 9 * 183)
                .isNotEmpty()
                .allSatisfy(window -> assertThat(window.text()).endsWith(" \n\n"));
        assertThat(windows(("word ".repeat(9) + "\n").repeat(30)).get(0).text()).endsWith(" \n");
        assertThat(windows(("word ".repeat(6) + "end. ").repeat(30)).get(0).text())
                .endsWith("end. ");
        assertThat(windows("word ".repeat(300)).get(0).text()).endsWith("word ");
        assertThat(windows("\u65E5\u672C\u3002".repeat(300)).get(0).text()).endsWith("\u3002");
    }

    @Test
    void no_character_is_cut_in_two_where_there_are_no_words() {
        assertThat(windows("\uD83D\uDE00".repeat(500)))
                .allSatisfy(window -> assertThat(window.text().length() % 2).isZero());
        assertThat(windows("e\u0301".repeat(500)))
                .allSatisfy(window -> assertThat(window.text()).startsWith("e").endsWith("\u0301"));
        assertThat(windows("x\r\n".repeat(500)))
                .allSatisfy(window -> assertThat(window.text()).startsWith("x").endsWith("\n"));
    }

    @Test
    void neighbours_overlap_by_about_what_is_asked_and_begin_at_a_word() {
        List<Window> windows = windows("bond ".repeat(2000));
        for (int i = 1; i < windows.size(); i++) {
            int shared = windows.get(i - 1).to() - windows.get(i).from();
            // Four letters and a space: five tokens.
            assertThat(shared).isBetween(OVERLAP / 2, OVERLAP);
            assertThat(windows.get(i).text()).startsWith("bond");
        }
    }

    @Test
    void a_long_run_of_what_is_one_token_each_hundred_characters_is_taken_in_large_windows() {
        // Tokens of many characters: the part that is looked at grows until it has enough of them.
        String document = "hello".repeat(4000);
        assertThat(windows(document).get(0).text().length()).isGreaterThan(4 * 150);
        requireSound(document, OVERLAP);
    }

    @Test
    void the_same_document_is_cut_alike() {
        String document = "one two three. ".repeat(500);
        assertThat(windows(document)).isEqualTo(windows(document));
    }

    @Test
    void what_is_not_possible_is_told_with_its_numbers() {
        assertThat(WindowCutter.obstacle(400, 100)).isEmpty();
        assertThat(WindowCutter.obstacle(400, 101).orElseThrow()).contains("101", "at most 100", "400");
        assertThat(WindowCutter.obstacle(63, 0).orElseThrow()).contains("63", "at least 64");
        assertThat(WindowCutter.usualOverlap(800)).isEqualTo(100);
        assertThat(WindowCutter.usualOverlap(8000)).isEqualTo(256);
    }

    private List<Window> windows(String document) {
        return windows(document, OVERLAP);
    }

    private List<Window> windows(String document, int overlap) {
        List<Window> windows = new ArrayList<>();
        cutter.cut(DO, document, PROMPT, overlap).forEachRemaining(windows::add);
        return windows;
    }
}
