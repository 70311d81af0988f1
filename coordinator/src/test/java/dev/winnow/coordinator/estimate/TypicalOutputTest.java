package dev.winnow.coordinator.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypicalOutputTest {
    @Test
    void every_property_is_there_with_a_middling_value() throws Exception {
        String output = of("""
                {"type": "object",
                 "properties": {
                   "title": {"type": ["string", "null"]},
                   "code": {"type": "string", "maxLength": 3},
                   "price": {"type": "number"},
                   "kind": {"enum": ["a", "bbb", "ccccccc"]},
                   "tags": {"type": "array", "items": {"type": "string", "maxLength": 1}}},
                 "required": ["title"], "additionalProperties": false}""");

        assertThat(output)
                .isEqualTo("{\"title\":\"a few words about the ma\",\"code\":\"a f\",\"price\":123,"
                        + "\"kind\":\"bbb\",\"tags\":[\"a\",\"a\",\"a\"]}");
        assertThat(new JsonMapper().readTree(output).isObject()).isTrue();
    }

    @Test
    void what_would_be_very_long_is_cut_off() {
        Shape shape = new Shape.StringShape(0, 5);
        for (int depth = 0; depth < 40; depth++) {
            List<Shape.Property> twice = new ArrayList<>();
            twice.add(new Shape.Property("a", shape, true));
            twice.add(new Shape.Property("b", shape, true));
            shape = new Shape.ObjectShape(twice);
        }

        assertThat(TypicalOutput.of(shape)).hasSizeLessThan(1 << 17);
    }

    private static String of(String schema) throws Exception {
        return TypicalOutput.of(
                SchemaCompiler.compile(new JsonMapper().readTree(schema)).root());
    }
}
