package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.AbstractMultivaluedMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueryOptionsTest {
    @Test
    void the_same_query_in_another_order_gives_the_same_options_to_the_letter() {
        assertThat(read("keys", "a", "max_output_tokens", "64"))
                .isEqualTo(read("max_output_tokens", "64", "keys", "a"))
                .isEqualTo("{\"keys\":[\"a\"],\"max_output_tokens\":64}");
    }

    private static String read(String... namesAndValues) {
        MultivaluedMap<String, String> query =
                new AbstractMultivaluedMap<>(new LinkedHashMap<String, List<String>>()) {};
        for (int i = 0; i < namesAndValues.length; i += 2) {
            query.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return QueryOptions.read(query, new ObjectMapper()).toString();
    }
}
