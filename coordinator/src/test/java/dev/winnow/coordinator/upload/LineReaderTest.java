package dev.winnow.coordinator.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.coordinator.upload.LineReader.LineTooLongException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private static final int MOST = 100_000;

    @Test
    void a_last_line_needs_no_line_feed() throws Exception {
        assertThat(lines("a\nb")).containsExactly("a", "b");
        assertThat(lines("a\nb\n")).containsExactly("a", "b");
    }

    @Test
    void blank_lines_are_lines() throws Exception {
        assertThat(lines("\na\n\n")).containsExactly("", "a", "");
    }

    @Test
    void an_empty_stream_has_none() throws Exception {
        assertThat(lines("")).isEmpty();
    }

    @Test
    void lines_go_on_over_the_end_of_the_buffer() throws Exception {
        String first = "x".repeat((1 << 16) - 1);
        String second = "y".repeat(70_000);

        assertThat(lines(first + "\n" + second + "\nz")).containsExactly(first, second, "z");
    }

    @Test
    void a_line_of_just_the_limit_is_read_and_one_more_is_refused() throws Exception {
        assertThat(lines("x".repeat(MOST) + "\n")).hasSize(1);
        assertThatThrownBy(() -> lines("x".repeat(MOST + 1))).isInstanceOf(LineTooLongException.class);
    }

    @Test
    void after_a_line_that_is_too_long_comes_the_one_after_it() throws Exception {
        String text = "a\n" + "x".repeat(3 * MOST) + "\nb";
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), MOST);
        assertThat(reader.next()).isEqualTo(new byte[] {'a'});

        assertThatThrownBy(reader::next).isInstanceOf(LineTooLongException.class);

        assertThat(reader.next()).isEqualTo(new byte[] {'b'});
        assertThat(reader.next()).isNull();
    }

    private static List<String> lines(String text) throws IOException, LineTooLongException {
        LineReader reader = new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), MOST);
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(new String(line, StandardCharsets.UTF_8));
        }
        return lines;
    }
}
