package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @Timeout(60)
    @CsvSource({"^(a+)+$", "^(a|a)*$", "(x+x+)+y", "^(([a-z])+.)+[A-Z]([a-z])+$", "'^(a?){50}a{50}$'", "'^(|){60}x$'"})
    void pattern_that_could_backtrack_for_ever_takes_time_by_the_length_of_the_text(String pattern) {
        OutputValidator judge = new OutputValidator(
                json("{'type':'string'}").<ObjectNode>require().put("pattern", pattern));
        String text = ("a".repeat(20) + "x".repeat(20)).repeat(1000);

        assertThat(judge.problems("\"" + text + "!\"")).hasSizeLessThan(2);
        assertThat(judge.problems("\"\"")).hasSizeLessThan(2);
    }

    @Test
    @Timeout(60)
    void output_that_takes_too_much_work_to_judge_has_a_problem_and_does_not_throw() {
        OutputValidator judge = new OutputValidator(
                json("{'type':'string'}").<ObjectNode>require().put("pattern", "^(?!x)([.\\-_a-z]+/?){3,6000}$"));

        assertThat(judge.problems("\"" + "a".repeat(40) + "\"")).isEmpty();
        assertThat(judge.problems("\"x\"")).singleElement().asString().contains("pattern");
        assertThat(judge.problems("\"" + "a".repeat(60_000) + "\""))
                .singleElement()
                .asString()
                .endsWith("to be checked");
    }

    /** The validator goes into the property once for each alternative, and so at each level. */
    @ParameterizedTest
    @Timeout(60)
    @CsvSource({"anyOf,", "oneOf,", "anyOf,unevaluatedProperties", "allOf,unevaluatedProperties"})
    void alternatives_that_double_the_work_with_each_level_are_given_up_with_a_problem(
            String list, @Nullable String closed) {
        ObjectNode schema = json("""
                {'LIST':[{'type':'object','properties':{'a':{'$ref':'#'}}, 'required':['x']},
                         {'type':'object','properties':{'a':{'$ref':'#'}}, 'required':['y']}]}
                """.replace("LIST", list)).require();
        if (closed != null) {
            schema.put(closed, false);
        }
        OutputValidator judge = new OutputValidator(schema);

        assertThat(judge.problems(nested(3))).hasSizeGreaterThan(1);
        assertThat(judge.problems(nested(40)))
                .singleElement()
                .asString()
                .startsWith(": to check the output takes more than")
                .contains("alternatives");
    }

    private static String nested(int levels) {
        return "{\"a\":".repeat(levels) + "{}" + "}".repeat(levels);
    }

    /** It was generated; the validator took minutes and gigabytes. The compiler refuses it. */
    @Test
    @Timeout(60)
    void schema_that_holds_where_it_does_not_is_given_up_with_a_problem() throws IOException {
        JsonNode schema;
        try (InputStream text = OutputValidatorTest.class.getResourceAsStream("circular-schema.json")) {
            schema = new ObjectMapper().readTree(text);
        }

        assertThat(new OutputValidator(schema).problems("{\"c\":{\"c\":118,\"q\\\"\":\"\",\"tags\":{}}}"))
                .singleElement()
                .asString()
                .startsWith(": ");
    }

    @Test
    void many_values_are_far_from_too_much_work() {
        OutputValidator judge = new OutputValidator(json("""
                {'items':{'type':'object','required':['n','tag'],'unevaluatedProperties':false,
                          'properties':{'n':{'type':'integer','minimum':0,'multipleOf':1},
                                        'tag':{'anyOf':[{'const':'b'},{'type':'null'},{'type':'string'}]}}}}"""));
        String items = "{\"n\":1,\"tag\":\"a\"},".repeat(30_000);

        assertThat(judge.problems("[" + items + "{\"n\":1,\"tag\":\"b\"}]")).isEmpty();
    }

    @Test
    void patterns_mean_what_schemas_mean_by_them() {
        assertThat(fits("[\\u00e0-\\u00ff\\/]", "é")).isTrue();
        assertThat(fits("^\\ud83d\\ude00$", "😀")).isTrue();
        assertThat(fits("^(?<year>\\d{4})-\\d\\d$", "2024-02")).isTrue();
        assertThat(fits("^\\\\u0041$", "\\u0041")).as("an escaped backslash").isTrue();
        assertThat(fits("^a$", "a\n")).isFalse();
        assertThat(fits("b", "abc")).as("anywhere").isTrue();
        assertThat(fits("^[A-Za-z0-9+/=]{1,1000}$", "ab+/=")).isTrue();
    }

    @Test
    void numbers_are_equal_however_they_are_written() {
        assertThat(new OutputValidator(json("{'const':[0.0,{'a':1e2}]}")).problems("[0,{\"a\":100}]"))
                .isEmpty();
        assertThat(new OutputValidator(json("{'enum':[[1],1.50]}")).problems("[1.0]"))
                .isEmpty();
        assertThat(new OutputValidator(json("{'uniqueItems':true}")).problems("[[1],[1.0]]"))
                .isNotEmpty();
    }

    @Test
    void dots_and_spaces_are_those_of_ecma_262() {
        assertThat(fits("^.*$", "\r")).isFalse();
        assertThat(fits("^.*$", "\u2028")).isFalse();
        assertThat(fits("^[.]$", "a")).isFalse();
        assertThat(fits("^\\s$", "\u3000")).isTrue();
        assertThat(fits("^[\\sa]$", "\u00a0")).isTrue();
        assertThat(fits("^\\S$", "\ufeff")).isFalse();
        assertThat(fits("^\\S+$", "a.[]")).isTrue();
    }

    @Test
    void patterns_that_masks_enforce_are_judged_beside_what_needs_a_check() {
        assertThat(fits("^(?!x)", "a")).isTrue();
        assertThat(fits("^(?!x)", "xa")).isFalse();
        assertThat(fits("^(?=.*\\d)[a-z0-9]{2,8}$", "a1")).isTrue();
        assertThat(fits("^(?=.*\\d)[a-z0-9]{2,8}$", "ab")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "time,05:59:60+06:00",
        "time,10:00:00-00:00",
        "date-time,2016-12-31T23:59:60Z",
        "date-time,2024-02-29T00:00:00.0123456789012+23:59",
        "email,someone@mail.unlisted",
        "iri,https://example.org/\u00e9",
        "uri-reference,a:"
    })
    void formats_are_those_of_their_rfc(String format, String value) {
        assertThat(formatted(format, value)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "time,05:59:60Z",
        "date-time,2024-02-29T00:00:00Z and more",
        "date,2023-02-29",
        "email,someone",
        "hostname,a..b",
        "ipv4,1.2.3"
    })
    void near_misses_of_formats_are_none(String format, String value) {
        assertThat(formatted(format, value)).isFalse();
    }

    private static boolean formatted(String format, String value) {
        return new OutputValidator(json("{}").<ObjectNode>require().put("format", format))
                .problems(TextNode.valueOf(value))
                .isEmpty();
    }

    private static boolean fits(String pattern, String value) {
        return new OutputValidator(
                        json("{'type':'string'}").<ObjectNode>require().put("pattern", pattern))
                .problems(TextNode.valueOf(value))
                .isEmpty();
    }

    @Test
    void a_number_that_is_short_to_write_and_long_to_hold_is_refused_before_anybody_divides_it() throws IOException {
        OutputValidator validator = new OutputValidator(new ObjectMapper().readTree("{\"multipleOf\": 0.5}"));

        assertThat(validator.problems("1e2147483647"))
                .singleElement()
                .asString()
                .contains("more than 1000 digits");
        assertThat(validator.problems("1e99999999")).singleElement().asString().contains("more than 1000 digits");
        assertThat(validator.problems("1e-99999999")).hasSize(1);
        assertThat(validator.problems("1e300")).isEmpty();
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
