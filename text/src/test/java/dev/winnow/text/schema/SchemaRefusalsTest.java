package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which schemas are not taken, and what is said of them. */
@Timeout(60)
class SchemaRefusalsTest {
    private static List<SchemaRefusal> refusals(String schema) {
        SchemaRefusedException refused = catchThrowableOfType(
                SchemaRefusedException.class, () -> SchemaCompiler.compile(json(schema), UnlistedProperties.ALLOWED));
        assertThat(refused).as("refusal of %s", schema).isNotNull();
        return refused.refusals();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'array','items':{'type':'null'},'minItems':3,'maxItems':2}     | ``
            {'type':'string','minLength':3,'maxLength':2}                          | ``
            {'type':'integer','exclusiveMinimum':1,'exclusiveMaximum':2}           | ``
            {'enum':[]}                                                            | ``
            {'type':'string','enum':[1,2]}                                         | ``
            {'type':'object','properties':{},'required':['x'],'additionalProperties':false} | ``
            {'type':'object','required':['a','b','c','d'],'additionalProperties':{'allOf':[{'type':'null'},{'type':'string'}]}} | /additionalProperties
            {'type':'array','items':{'enum':['a','b']},'minItems':3,'uniqueItems':true} | ``
            false                                                                  | ``
            {'not':{}}                                                             | ``
            {'allOf':[{'type':'string'},{'type':'null'}]}                          | ``
            {'oneOf':[{'type':'integer'},{'type':'integer'}]}                      | ``
            {'type':'string','pattern':'^a$','minLength':2}                        | ``
            {'type':'string','pattern':'^$','minLength':3}                         | ``
            {'type':'object','required':['a'],'properties':{'a':{'type':'string','maxLength':-0,'minLength':1}}} | /properties/a
            {'type':'object','required':['a'],'properties':{'a':{'required':['b'],'type':'object','properties':{'b':false}}}} | /properties/a
            {'type':'array','minItems':1,'items':{'type':'integer','minimum':3,'maximum':2}} | /items
            {'type':'array','minItems':2,'prefixItems':[{},{'enum':[]}]}           | /prefixItems/1
            {'$ref':'#/$defs/a','$defs':{'a':{'type':'object','required':['a'],'properties':{'a':{'$ref':'#/$defs/a'}}}}} | /$defs/a/properties/a
            """)
    void schema_that_no_output_can_keep_is_refused_at_its_place(String schema, String pointer) {
        assertThat(refusals(schema)).singleElement().satisfies(refusal -> {
            assertThat(refusal.pointer()).isEqualTo(pointer);
            assertThat(refusal.remedy()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'text'}                                      | /type
            {'type':[]}                                          | /type
            {'type':['string','text']}                           | /type
            {'minLength':-1}                                     | /minLength
            {'prefixItems':{'type':'string'}}                    | /prefixItems
            {'items':{'uniqueItems':'yes'}}                      | /items/uniqueItems
            {'maxItems':1.5}                                     | /maxItems
            {'minProperties':'a'}                                | /minProperties
            {'minimum':'0'}                                      | /minimum
            {'multipleOf':0}                                     | /multipleOf
            {'multipleOf':-2}                                    | /multipleOf
            {'enum':'a'}                                         | /enum
            {'required':'a'}                                     | /required
            {'required':[1]}                                     | /required
            {'properties':[]}                                    | /properties
            {'properties':{'a':3}}                               | /properties/a
            {'patternProperties':{'(':true}}                     | /patternProperties
            {'items':3}                                          | /items
            {'anyOf':{}}                                         | /anyOf
            {'allOf':3}                                          | /allOf
            {'not':[]}                                           | /not
            {'pattern':1}                                        | /pattern
            {'pattern':'('}                                      | /pattern
            {'dependentRequired':{'a':'b'}}                      | /dependentRequired/a
            {'$ref':1}                                           | /$ref
            3                                                    | ``
            'a'                                                  | ``
            """)
    void malformed_keyword_is_refused_at_its_place(String schema, String pointer) {
        assertThat(refusals(schema)).extracting(SchemaRefusal::pointer).containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'$ref':'#/$defs/none'}                                              | /$ref
            {'$ref':'#none'}                                                     | /$ref
            {'$ref':'https://example.org/s'}                                     | /$ref
            {'items':{'$ref':'other.json#/x'}}                                   | /items/$ref
            {'$ref':'#'}                                                         | ``
            {'$defs':{'a':{'$ref':'#/$defs/b'},'b':{'$ref':'#/$defs/a'}},'items':{'$ref':'#/$defs/a'}} | /$defs/a
            {'$defs':{'a':{'anyOf':[{'type':'null'},{'$ref':'#/$defs/a'}]}},'$ref':'#/$defs/a'}        | /$defs/a
            {'not':{'$ref':'#'}}                                                 | /not
            {'$schema':'http://localhost:1234/own'}                                | /$schema
            """)
    void reference_to_nowhere_or_round_and_round_is_refused(String schema, String pointer) {
        assertThat(refusals(schema)).extracting(SchemaRefusal::pointer).containsExactly(pointer);
    }

    @Test
    void all_reasons_are_named_at_once() {
        assertThat(refusals("{'properties':{'a':{'minLength':-1},'b':{'$ref':'#/x'},'c':{'type':'text'}}}"))
                .extracting(SchemaRefusal::pointer)
                .containsExactly("/properties/a/minLength", "/properties/b/$ref", "/properties/c/type");
    }

    @ParameterizedTest
    @CsvSource({"(a)\\\\1", "(?<n>a)\\\\k<n>"})
    void pattern_that_cannot_be_run_in_linear_time_is_refused(String pattern) {
        assertThat(refusals("{'properties':{'p':{'pattern':'" + pattern + "'}}}"))
                .singleElement()
                .satisfies(refusal -> {
                    assertThat(refusal.pointer()).isEqualTo("/properties/p/pattern");
                    assertThat(refusal.remedy()).contains("linear");
                });
    }

    @Test
    void deep_and_long_patterns_are_refused_before_they_take_time() {
        for (String pattern :
                List.of("(".repeat(2000) + "a" + ")".repeat(2000), "[ab]".repeat(2000), "((a{100}){100}){100}")) {
            assertThat(refusals("{'pattern':'" + pattern + "'}"))
                    .extracting(SchemaRefusal::pointer)
                    .containsExactly("/pattern");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'string','minLength':70000}
            {'type':'array','items':{'type':'array','items':{'type':'null'},'minItems':70000},'minItems':1}
            {'type':'array','items':{'type':'string','minLength':60},'minItems':2000}
            {'type':'array','items':{'type':'array','items':{'type':'null'},'minItems':2000000000},'minItems':2000000000}
            """)
    void output_that_would_be_too_long_is_refused(String schema) {
        assertThat(refusals(schema)).isNotEmpty();
    }

    @Test
    void upper_bounds_of_any_size_are_taken() {
        assertThatCode(() -> SchemaCompiler.compile(json("""
                {'type':'array','maxItems':99999999999,'items':{'type':['string','object'],'maxLength':2000000000,
                 'maxProperties':1e30}}"""))).doesNotThrowAnyException();
    }

    @Test
    void schemas_that_grow_without_measure_are_refused_before_they_take_memory() {
        String alternatives = IntStream.range(0, 12)
                .mapToObj(i -> "{'anyOf':[{'required':['a" + i + "']},{'required':['b" + i + "']}]}")
                .collect(Collectors.joining(","));
        assertThat(refusals("{'allOf':[" + alternatives + "]}")).isNotEmpty();

        String deep = "{'not':".repeat(300) + "{}" + "}".repeat(300);
        assertThat(refusals(deep)).isNotEmpty();

        String wide = "{'enum':['" + "x".repeat(SchemaLimits.SCHEMA_BYTES) + "']}";
        assertThat(refusals(wide)).isNotEmpty();
    }

    @Test
    void doubling_references_share_their_places() {
        String definitions = IntStream.range(1, 40)
                .mapToObj(i -> "'d" + i + "':{'type':'object','properties':{'a':{'$ref':'#/$defs/d" + (i - 1)
                        + "'},'b':{'$ref':'#/$defs/d" + (i - 1) + "'}}}")
                .collect(Collectors.joining(","));
        assertThatCode(() -> SchemaCompiler.compile(
                        json("{'$defs':{'d0':{'type':'null'}," + definitions + "},'$ref':'#/$defs/d39'}")))
                .doesNotThrowAnyException();
    }

    @Test
    void patterns_that_are_too_large_together_are_refused() {
        assertThat(refusals("{'type':'string','pattern':'^(a{199})*$','allOf':[{'pattern':'^(a{181})*$'}]}"))
                .singleElement()
                .extracting(SchemaRefusal::message)
                .asString()
                .contains("too large together");
    }

    @Test
    void what_is_nested_as_deeply_as_json_may_be_is_compiled_or_refused() {
        String deep = "[".repeat(900) + "]".repeat(900);
        assertThatCode(() -> {
                    try {
                        SchemaCompiler.compile(json("{'const':" + deep + "}"), UnlistedProperties.ALLOWED);
                    } catch (SchemaRefusedException e) {
                        assertThat(e.refusals()).isNotEmpty();
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    @Timeout(20)
    void more_properties_than_any_output_has_room_for_are_refused_before_each_takes_memory() {
        assertThat(refusals("{'type':'object','minProperties':1099511627776}")).isNotEmpty();
        assertThat(refusals("{'type':'object','minProperties':2147483647,'additionalProperties':{'type':'null'}}"))
                .isNotEmpty();
    }

    @Test
    void numbers_that_no_output_can_write_are_refused() {
        String digits = "1" + "0".repeat(401);
        assertThat(refusals("{'type':'number','multipleOf':" + digits + "}"))
                .extracting(SchemaRefusal::pointer)
                .contains("/multipleOf");
        assertThat(refusals("{'const':" + digits + "}")).isNotEmpty();
        assertThat(refusals("{'type':'string','maxLength':1e400}")).isNotEmpty();
        assertThat(refusals("{'enum':[1e400]}")).isNotEmpty();
    }

    @Test
    @Timeout(20)
    void schemas_that_would_take_minutes_are_refused() {
        String divisors = IntStream.range(2, 3000)
                .filter(number -> IntStream.range(2, number).noneMatch(by -> number % by == 0))
                .mapToObj(prime -> "{'not':{'multipleOf':" + prime + "}}")
                .collect(Collectors.joining(","));
        assertThat(refusals("{'type':'integer','allOf':[" + divisors + "]}")).isNotEmpty();
        String needs = IntStream.range(0, 5000)
                .mapToObj(i -> "'a" + i + "':['a" + (i + 1) + "']")
                .collect(Collectors.joining(","));
        assertThat(refusals("{'type':'object','dependentRequired':{" + needs + "}}"))
                .isNotEmpty();
    }
}
