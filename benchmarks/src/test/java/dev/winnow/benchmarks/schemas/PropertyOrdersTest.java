package dev.winnow.benchmarks.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class PropertyOrdersTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static List<String> orders(String schema, String value) throws JsonProcessingException {
        return new PropertyOrders(MAPPER.readTree(schema))
                .of(MAPPER.readTree(value)).stream().map(JsonNode::toString).toList();
    }

    @Test
    void the_first_order_is_that_in_which_the_schema_names_properties() throws JsonProcessingException {
        String schema = """
                {"properties":{"b":{"properties":{"d":{}}}},"allOf":[{"properties":{"a":{}}}],"required":["c"]}""";

        assertThat(orders(schema, "{\"x\":0,\"a\":1,\"c\":2,\"b\":{\"e\":3,\"d\":4}}"))
                .first()
                .isEqualTo("{\"b\":{\"d\":4,\"e\":3},\"c\":2,\"a\":1,\"x\":0}");
    }

    @Test
    void few_properties_are_written_in_all_orders() throws JsonProcessingException {
        assertThat(orders("{}", "[{\"a\":1,\"b\":{\"c\":2,\"d\":3}}]"))
                .containsOnly(
                        "[{\"a\":1,\"b\":{\"c\":2,\"d\":3}}]",
                        "[{\"b\":{\"c\":2,\"d\":3},\"a\":1}]",
                        "[{\"a\":1,\"b\":{\"d\":3,\"c\":2}}]",
                        "[{\"b\":{\"d\":3,\"c\":2},\"a\":1}]");
        assertThat(orders("{}", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4}").stream().distinct())
                .hasSize(24);
    }

    @Test
    void many_are_written_as_the_schema_names_them_and_as_they_stand() throws JsonProcessingException {
        assertThat(orders("{\"required\":[\"e\"]}", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5}"))
                .containsExactly(
                        "{\"e\":5,\"a\":1,\"b\":2,\"c\":3,\"d\":4}", "{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5}");
    }

    @Test
    void values_without_properties_have_one_order() throws JsonProcessingException {
        assertThat(orders("true", "[1,\"a\",null,{}]")).containsOnly("[1,\"a\",null,{}]");
    }
}
