package dev.winnow.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.text.schema.OutputValidator;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleListingsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> rows(long seed, int count) {
        return new SampleListings(seed)
                .rows(count).stream()
                        .map(row -> {
                            try {
                                return JSON.readTree(row);
                            } catch (JsonProcessingException e) {
                                throw new AssertionError(row, e);
                            }
                        })
                        .toList();
    }

    @Test
    void the_same_seed_gives_the_same_listings_and_another_one_others() {
        assertThat(rows(7, 50)).isEqualTo(rows(7, 50)).isNotEqualTo(rows(8, 50));
    }

    @Test
    void outputs_fit_the_schema_and_stand_in_their_listings() throws IOException {
        JsonNode schema;
        try (InputStream resource = SampleListings.class.getResourceAsStream("training-schema.json")) {
            schema = JSON.readTree(Objects.requireNonNull(resource));
        }
        OutputValidator validator = new OutputValidator(schema);
        for (JsonNode row : rows(1, 300)) {
            JsonNode output = row.path("output");
            String input = row.path("input").asText();
            assertThat(validator.problems(output)).as(input).isEmpty();
            assertThat(input).contains(output.path("title").asText());
            if (output.path("venue").isTextual()) {
                assertThat(input).contains(output.path("venue").asText());
            }
            output.path("performers").forEach(name -> assertThat(input).contains(name.asText()));
            if (output.path("price").asInt() > 0) {
                assertThat(input).contains(output.path("price").asText());
            }
        }
    }

    @Test
    void what_a_listing_does_not_say_is_null_and_every_layout_comes() {
        List<JsonNode> rows = rows(1, 100);

        assertThat(rows).anyMatch(row -> row.at("/output/venue").isNull());
        assertThat(rows).anyMatch(row -> row.at("/output/price").isNull());
        assertThat(rows).anyMatch(row -> row.at("/output/price").asInt(-1) == 0);
        for (String layout : List.of("Do not miss", "What: ", "<div", "* ", " -- ")) {
            assertThat(rows)
                    .as(layout)
                    .anyMatch(row -> row.path("input").asText().contains(layout));
        }
    }

    @Test
    void hardly_a_listing_comes_twice() {
        Set<String> inputs = new HashSet<>();
        rows(1, 280).forEach(row -> inputs.add(row.path("input").asText()));
        assertThat(inputs).hasSizeGreaterThan(275);
    }
}
