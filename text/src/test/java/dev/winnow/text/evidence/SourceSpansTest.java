package dev.winnow.text.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.winnow.common.result.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceSpansTest {
    private static Map<String, @Nullable Span> spans(String input, String output) {
        return SourceSpans.of(input, OutputValues.of(output.getBytes(UTF_8)));
    }

    /** What stands at each pointer's span. */
    private static Map<String, @Nullable String> found(String input, String output) {
        Map<String, @Nullable String> found = new LinkedHashMap<>();
        spans(input, output).forEach((pointer, span) -> found.put(pointer, span == null ? null : part(input, span)));
        return found;
    }

    private static String part(String input, Span span) {
        return input.substring(input.offsetByCodePoints(0, span.from()), input.offsetByCodePoints(0, span.to()));
    }

    @Nested
    class Strings {
        @Test
        void stand_where_the_input_has_them_over_any_white_space() {
            assertThat(found("A  tale\n\tof two\u00a0cities, 1859", "{\"title\":\"A tale of two cities\"}"))
                    .containsEntry("/title", "A  tale\n\tof two\u00a0cities");
            assertThat(found("  x y", "[\" x\\n y \"]")).containsEntry("/0", "x y");
        }

        @Test
        void are_counted_in_code_points() {
            assertThat(spans("😀😀 日本 x", "[\"日本\",\"😀\"]").get("/0")).isEqualTo(new Span(3, 5));
        }

        @Test
        void that_the_input_does_not_have_have_none() {
            assertThat(found("red apples", "{\"a\":\"green\",\"b\":\"\",\"c\":\"red\"}"))
                    .hasSize(3)
                    .containsEntry("/a", null)
                    .containsEntry("/b", null)
                    .containsEntry("/c", "red");
        }

        @Test
        void are_whole_words_where_there_are_some() {
            assertThat(spans("a party of art", "[\"art\"]").get("/0")).isEqualTo(new Span(11, 14));
            assertThat(spans("a party", "[\"art\"]").get("/0")).isEqualTo(new Span(3, 6));
            assertThat(spans("東京都庁", "[\"京都\"]").get("/0")).isEqualTo(new Span(1, 3));
        }
    }

    @Nested
    class Neighbourhoods {
        @Test
        void value_with_several_places_is_the_one_beside_its_neighbours() {
            String input = "salt pepper menu | Soup: salt, leek | Cake: egg, salt, milk | salt lamps";

            assertThat(spans(input, "[\"egg\",\"salt\",\"milk\"]").get("/1"))
                    .isEqualTo(new Span(input.indexOf("salt, milk"), input.indexOf(", milk")));
            assertThat(spans(input, "[\"salt\",\"leek\"]").get("/0"))
                    .isEqualTo(new Span(input.indexOf("salt, leek"), input.indexOf(", leek")));
        }

        @Test
        void equal_values_take_one_place_after_the_other() {
            Map<String, @Nullable Span> spans = spans("flour: 1 egg; filling: 1 egg", "[\"1 egg\",\"1 egg\"]");

            assertThat(spans.get("/0")).isEqualTo(new Span(7, 12));
            assertThat(spans.get("/1")).isEqualTo(new Span(23, 28));
            assertThat(spans("1 egg, salt; filling: 1 egg", "[\"1 egg\",\"salt\",\"1 egg\"]")
                            .get("/2"))
                    .isEqualTo(new Span(22, 27));
            assertThat(spans("1 egg", "[\"1 egg\",\"1 egg\"]").get("/1")).isEqualTo(new Span(0, 5));
        }
    }

    @Nested
    class Numbers {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "1200|costs 1,200 USD|1,200",
                    "1200|costs 1.200 EUR|1.200",
                    "1200|costs 1 200 kr|1 200",
                    "1200|costs 1'200.00 CHF|1'200.00",
                    "1.2|costs 1.200 EUR|1.200",
                    "3.5|serves 3,5|3,5",
                    "0.5|0.50 l|0.50",
                    "-4|at -4 degrees|-4",
                    "4|page 14 of 4|4",
                    "4|B4 serves 4|4",
                    "1234567.5|1.234.567,50|1.234.567,50"
                })
        void are_found_however_they_are_written(String number, String input, String written) {
            assertThat(found(input, "{\"n\":" + number + "}")).containsEntry("/n", written);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"12|on 12.05.2024", "5|15 50 1.5", "-20|10-20 minutes", "1e9999|1", "12|1,2"})
        void that_the_input_does_not_have_have_none(String number, String input) {
            assertThat(spans(input, "{\"n\":" + number + "}")).containsEntry("/n", null);
        }

        @Test
        void of_one_that_is_written_in_several_ways_the_nearest_is_taken() {
            String input = "a for 1 200 EUR, b: 1200 pieces, c";

            assertThat(spans(input, "[\"a\",1200]").get("/1")).isEqualTo(new Span(6, 11));
            assertThat(spans(input, "[\"b\",1200,\"c\"]").get("/1")).isEqualTo(new Span(20, 24));
        }

        @Test
        void longer_than_any_that_is_looked_for_is_no_trouble() {
            assertThat(spans("1".repeat(5000), "[" + "1".repeat(900) + ",1e999999]"))
                    .containsEntry("/0", null)
                    .containsEntry("/1", null);
        }
    }

    @Nested
    class Dates {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Doors 12 May 2024|12 May 2024",
                    "Doors May 12th, 2024 at 8|May 12th, 2024",
                    "am 12. Mai 2024|12. Mai 2024",
                    "el 12 de mayo de 2024|12 de mayo de 2024",
                    "on 12.05.2024|12.05.2024",
                    "on 5/12/24.|5/12/24",
                    "on 12/5/2024|12/5/2024",
                    "2024/05/12|2024/05/12",
                    "2024年5月12日|2024年5月12日",
                    "2024-05-12T20:00|2024-05-12"
                })
        void are_found_however_they_are_written(String input, String written) {
            assertThat(found(input, "{\"d\":\"2024-05-12\"}")).containsEntry("/d", written);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {"12 Foo 2024", "13 May 2024", "31.02.2024", "12 May", "112 May 20245"})
        void that_the_input_does_not_have_have_none(String input) {
            assertThat(spans(input, "{\"d\":\"2024-05-12\"}")).containsEntry("/d", null);
        }
    }

    @Test
    void literals_and_empty_values_have_no_place() {
        assertThat(spans("null true", "{\"a\":null,\"b\":true,\"c\":[]}")).isEmpty();
    }

    /** Words planted once in a text of others, in any order, with any white space. */
    @Test
    void planted_values_are_found_where_they_were_planted() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            StringBuilder input = new StringBuilder();
            ArrayNode output = new ObjectMapper().createArrayNode();
            Map<String, Span> planted = new LinkedHashMap<>();
            for (int i = 0; i < 40; i++) {
                input.append("filler ".repeat(random.nextInt(4)));
                String value = "v%d 😀 é%d".formatted(i, seed);
                String written = value.replace(" ", random.nextBoolean() ? " " : " \n\u00a0");
                int from = input.codePointCount(0, input.length());
                input.append(written).append(random.nextBoolean() ? "," : "\n");
                planted.put("/" + i, new Span(from, from + written.codePointCount(0, written.length())));
                output.add(value);
            }

            assertThat(spans(input.toString(), output.toString())).isEqualTo(planted);
        }
    }
}
