package dev.winnow.text.score;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RightValuesTest {
    private static Map<String, Boolean> right(String output, String expected) throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        return RightValues.of(json.readTree(output.replace('\'', '"')), json.readTree(expected.replace('\'', '"')));
    }

    @Test
    void each_field_is_judged_for_itself() throws JsonProcessingException {
        assertThat(right("{'a':'x  y','b':1.0,'c':null,'d':2}", "{'a':'x y','b':1,'c':'z'}"))
                .containsExactly(
                        Map.entry("/a", true), Map.entry("/b", true), Map.entry("/c", false), Map.entry("/d", false));
    }

    @Test
    void entries_of_lists_are_right_wherever_they_stand_and_as_often_as_they_are_wanted()
            throws JsonProcessingException {
        assertThat(right("{'l':['b','a','a','c']}", "{'l':['a','b']}"))
                .containsExactly(
                        Map.entry("/l/0", true),
                        Map.entry("/l/1", true),
                        Map.entry("/l/2", false),
                        Map.entry("/l/3", false));
        assertThat(right("{'l':[]}", "{'l':['a']}")).containsExactly(Map.entry("/l", false));
        assertThat(right("[{'a/b':1},{'a/b':2}]", "[{'a/b':2}]"))
                .containsExactly(Map.entry("/0/a~1b", false), Map.entry("/1/a~1b", true));
    }
}
