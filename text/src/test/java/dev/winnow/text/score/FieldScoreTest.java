package dev.winnow.text.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldScoreTest {
    private static double score(String output, String expected) throws IOException {
        return FieldScore.of(output, new ObjectMapper().readTree(expected));
    }

    @Test
    void what_was_expected_has_everything_right() throws IOException {
        String output = """
                {"title":"Fjord","price":450,"sold":false,"contact":null,"parts":["bell","rack"]}""";

        assertThat(score(output, output)).isEqualTo(1);
    }

    @Test
    void fields_count_alike() throws IOException {
        assertThat(score("""
                {"title":"Fjord","price":45,"brand":"Velonord","contact":null}""", """
                {"title":"Fjord","price":450,"brand":"Belmonte","contact":null}""")).isEqualTo(0.5);
    }

    @Test
    void a_missing_field_is_wrong_even_where_null_is_right() throws IOException {
        assertThat(score("{}", """
                {"title":"Fjord","contact":null}""")).isZero();
    }

    @Test
    void what_nobody_asked_for_does_not_count() throws IOException {
        assertThat(score("""
                {"title":"Fjord","colour":"red"}""", """
                {"title":"Fjord"}""")).isEqualTo(1);
    }

    @Test
    void white_space_in_texts_does_not_matter() throws IOException {
        assertThat(score("""
                {"title":" Fjord\\n  2018 "}""", """
                {"title":"Fjord 2018"}""")).isEqualTo(1);
    }

    @Test
    void numbers_count_by_their_value() throws IOException {
        assertThat(score("{\"price\":450.0}", "{\"price\":450}")).isEqualTo(1);
        assertThat(score("{\"price\":450.5}", "{\"price\":450}")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"450\"", "null", "true", "[450]", "{\"value\":450}"})
    void a_value_of_another_type_is_wrong(String value) throws IOException {
        assertThat(score("{\"price\":" + value + "}", "{\"price\":450}")).isZero();
    }

    @Test
    void the_text_null_is_not_null() throws IOException {
        assertThat(score("{\"contact\":\"null\"}", "{\"contact\":null}")).isZero();
    }

    @Test
    void a_list_counts_by_the_f1_of_its_entries_in_any_order() throws IOException {
        // Two of three are right, and two of four were found.
        assertThat(score("[\"rack\",\"bell\",\"pump\"]", "[\"bell\",\"lock\",\"rack\",\"lights\"]"))
                .isCloseTo(4.0 / 7, within(1e-12));
    }

    @Test
    void an_entry_that_is_there_once_counts_once() throws IOException {
        assertThat(score("[\"bell\",\"bell\",\"bell\"]", "[\"bell\"]")).isEqualTo(0.5);
    }

    @Test
    void an_empty_list_is_right_only_where_nothing_is_expected() throws IOException {
        assertThat(score("[]", "[]")).isEqualTo(1);
        assertThat(score("[]", "[\"bell\"]")).isZero();
        assertThat(score("[\"bell\"]", "[]")).isZero();
        assertThat(score("{\"parts\":\"bell\"}", "{\"parts\":[\"bell\"]}")).isZero();
    }

    @Test
    void an_object_within_counts_as_one_field() throws IOException {
        assertThat(score("""
                {"title":"Fjord","price":{"amount":450,"currency":"EUR"}}""", """
                {"title":"Fjord","price":{"amount":450,"currency":"CHF"}}""")).isEqualTo(0.75);
    }

    @Test
    void objects_in_a_list_are_right_or_wrong() throws IOException {
        String expected = """
                [{"name":"bell","count":1},{"name":"lock","count":2}]""";

        assertThat(score("""
                [{"name":"lock","count":2},{"name":"bell","count":2}]""", expected)).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"title\":\"Fjo", "sorry", "[1,"})
    void what_is_no_json_has_nothing_right(String output) throws IOException {
        assertThat(score(output, "{\"title\":\"Fjord\",\"contact\":null}")).isZero();
    }
}
