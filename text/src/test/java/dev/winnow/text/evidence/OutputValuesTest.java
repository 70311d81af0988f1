package dev.winnow.text.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.text.evidence.OutputValue.Kind;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputValuesTest {
    private static List<String> pointers(String json) {
        return OutputValues.of(json.getBytes(UTF_8)).stream()
                .map(OutputValue::pointer)
                .toList();
    }

    private static List<String> written(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return OutputValues.of(bytes).stream()
                .map(value -> new String(Arrays.copyOfRange(bytes, value.fromByte(), value.toByte()), UTF_8))
                .toList();
    }

    @Test
    void values_are_those_with_nothing_within_and_come_in_their_order() {
        String json = "{\"a\":\"x\",\"b\":[1,{\"c\":null}],\"d\":{},\"e\":[],\"f\":true}";

        assertThat(pointers(json)).containsExactly("/a", "/b/0", "/b/1/c", "/d", "/e", "/f");
        assertThat(written(json)).containsExactly("\"x\"", "1", "null", "{}", "[]", "true");
    }

    @Test
    void places_are_bytes_whatever_is_written_before_them() {
        assertThat(written(" {\"é\" : \"日本\\n\" , \"\\u00e9\" : -1.50 }")).containsExactly("\"日本\\n\"", "-1.50");
    }

    @Test
    void names_are_escaped_in_pointers() {
        assertThat(pointers("{\"a/b\":{\"~\":1}}")).containsExactly("/a~1b/~0");
    }

    @Test
    void whole_output_has_the_empty_pointer() {
        assertThat(pointers("12")).containsExactly("");
        assertThat(pointers("[]")).containsExactly("");
        assertThat(pointers("[[],[[]]]")).containsExactly("/0", "/1/0");
    }

    @Test
    void strings_have_their_characters_and_numbers_what_is_written() {
        List<OutputValue> values = OutputValues.of("[\"a\\u0041\\n\",1.50,false]".getBytes(UTF_8));

        assertThat(values).extracting(OutputValue::text).containsExactly("aA\n", "1.50", "false");
        assertThat(values).extracting(OutputValue::kind).containsExactly(Kind.STRING, Kind.NUMBER, Kind.LITERAL);
    }

    @Test
    void what_is_no_json_is_refused() {
        assertThatThrownBy(() -> OutputValues.of("{\"a\":".getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no JSON");
    }
}
