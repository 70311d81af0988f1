package dev.winnow.coordinator.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TableColumnsTest {
    @Test
    void an_objects_properties_are_the_columns_in_their_order() throws IOException {
        TableColumns columns = of("""
                {"type": "object", "properties": {"venue": {"type": "string"}, "date": {"type": ["string", "null"]}},
                 "additionalProperties": false}""");

        assertThat(columns.header(false)).containsExactly("item_id", "venue", "date", "item_error");
        assertThat(columns.header(true)).containsExactly("item_id", "venue", "date", "item_input", "item_error");
    }

    @Test
    void so_are_those_of_the_objects_of_a_list_and_of_alternatives() throws IOException {
        TableColumns columns = of("""
                {"type": "array", "items": {"anyOf": [
                  {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false},
                  {"type": "object", "properties": {"b": {"type": "string"}, "a": {"type": "null"}},
                   "additionalProperties": false}]}}""");

        assertThat(columns.names()).containsExactlyInAnyOrder("a", "b");
        assertThat(columns.others()).isFalse();
    }

    @Test
    void what_may_stand_in_an_objects_place_has_a_column_too() throws IOException {
        TableColumns columns = of("""
                {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"},
                  {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}]}}""");

        assertThat(columns.header(false)).containsExactly("item_id", "a", "item_others", "item_error");
        assertThat(of("""
                {"anyOf": [{"type": "null"},
                  {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}]}""").others()).isFalse();
    }

    @Test
    void a_list_of_lists_has_one_column() throws IOException {
        assertThat(of("""
                {"type": "array", "items": {"type": "array", "items": {"type": "object",
                  "properties": {"a": {"type": "string"}}, "additionalProperties": false}}}""").header(false)).containsExactly("item_id", "value", "item_error");
    }

    @Test
    void a_value_that_is_no_object_has_one_column() throws IOException {
        assertThat(of("{\"type\": \"array\", \"items\": {\"type\": \"integer\"}}")
                        .header(false))
                .containsExactly("item_id", "value", "item_error");
    }

    @Test
    void our_columns_give_way_to_properties_of_their_name() throws IOException {
        TableColumns columns = of("""
                {"type": "object", "properties": {"item_id": {"type": "string"}, "item_error": {"type": "string"}},
                 "additionalProperties": false}""");

        assertThat(columns.header(false)).containsExactly("item_id_", "item_id", "item_error", "item_error_");
    }

    @Test
    void a_list_within_itself_ends() throws IOException {
        assertThat(of("""
                {"$ref": "#/$defs/list", "$defs": {"list": {"type": "array", "items": {"anyOf": [
                  {"type": "integer"}, {"$ref": "#/$defs/list"}]}}}}""").names()).isEmpty();
    }

    private static TableColumns of(String schema) throws IOException {
        return TableColumns.of(new ObjectMapper().readTree(schema));
    }
}
