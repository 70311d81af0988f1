package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputValidatorTest {
    private final OutputValidator validator = new OutputValidator(json("""
            {'type':'object','properties':{'d':{'type':'string','format':'date'},'n':{'maximum':0.3}}}"""));

    @Test
    void output_that_fits_has_no_problems() {
        assertThat(validator.problems("{\"d\":\"2024-02-29\",\"n\":0.3}")).isEmpty();
    }

    @Test
    void problems_name_their_place() {
        assertThat(validator.problems("{\"d\":\"2023-02-29\",\"n\":0.30000000000000000001}"))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith("/d:"))
                .anySatisfy(problem -> assertThat(problem).startsWith("/n:"));
    }

    @Test
    void what_is_no_json_is_a_problem() {
        assertThat(validator.problems("{\"d\":")).singleElement().asString().startsWith("no JSON");
        assertThat(validator.problems("{} {}")).singleElement().asString().startsWith("no JSON");
        assertThat(validator.problems("{\"n\":0,\"n\":0}"))
                .singleElement()
                .asString()
                .startsWith("no JSON");
    }

    @Test
    void older_dialects_are_read_as_such() {
        OutputValidator draft7 = new OutputValidator(json("""
                {'$schema':'http://json-schema.org/draft-07/schema#','definitions':{'x':{'type':'null'}},
                 '$ref':'#/definitions/x'}"""));

        assertThat(draft7.problems("null")).isEmpty();
        assertThat(draft7.problems("1")).isNotEmpty();
    }
}
