package dev.winnow.coordinator.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.text.schema.SchemaCompiler;
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
    void what_would_be_very_long_is_cut_off() throws Exception {
        ObjectNode schema = new JsonMapper().createObjectNode();
        for (int i = 0; i < 5000; i++) {
            schema.withObject("/properties").putObject("property" + i).put("type", "string");
        }

        assertThat(of(schema.toString())).hasSizeBetween(1 << 16, 1 << 17);
    }

    @Test
    void what_has_itself_within_comes_to_an_end() throws Exception {
        String output = of("""
                {"$defs": {"node": {"type": "object", "required": ["name"],
                   "properties": {"name": {"type": "string", "pattern": "^[a-z]{3}$"},
                                  "left": {"$ref": "#/$defs/node"}, "right": {"$ref": "#/$defs/node"}}}},
                 "$ref": "#/$defs/node"}""");

        assertThat(new JsonMapper().readTree(output).at("/left/right/left/name").asText())
                .hasSize(3);
    }

    private static String of(String schema) throws Exception {
        return TypicalOutput.of(
                SchemaCompiler.compile(new JsonMapper().readTree(schema)).root());
    }
}
