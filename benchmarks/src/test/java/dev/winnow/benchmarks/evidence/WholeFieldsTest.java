package dev.winnow.benchmarks.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.evidence.WholeFields.Whole;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WholeFieldsTest {
    private static Map<String, Whole> fields(String output, String expected, Map<String, Double> confidence)
            throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        return WholeFields.of(json.readTree(output), json.readTree(expected), confidence);
    }

    @Test
    void field_is_as_sure_as_the_least_sure_value_in_it() throws JsonProcessingException {
        assertThat(fields(
                        "{\"a/b\":1,\"l\":[\"x\",\"y\"]}",
                        "{\"a/b\":1,\"l\":[\"x\",\"y\"]}",
                        Map.of("/a~1b", 0.5, "/l/0", 0.9, "/l/1", 0.25)))
                .containsExactly(Map.entry("a/b", new Whole(0.5, true)), Map.entry("l", new Whole(0.25, true)));
    }

    @Test
    void list_that_lacks_an_entry_is_wrong_though_each_of_its_entries_is_right() throws JsonProcessingException {
        assertThat(fields("{\"l\":[\"x\"]}", "{\"l\":[\"x\",\"y\"]}", Map.of("/l/0", 0.9)))
                .containsExactly(Map.entry("l", new Whole(0.9, false)));
    }
}
