package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCompilerTest {
    private static Shape shape(String schema) {
        return SchemaCompiler.compile(json(schema)).root();
    }

    private static List<SchemaRefusal> refusals(String schema) {
        return catchThrowableOfType(SchemaRefusedException.class, () -> SchemaCompiler.compile(json(schema)))
                .refusals();
    }

    @Test
    void object_keeps_the_order_of_its_properties_and_knows_which_are_required() {
        assertThat(shape("""
                {'type':'object','required':['b'],'properties':{'z':{'type':'null'},'b':{'type':'boolean'}}}"""))
                .isEqualTo(new Shape.ObjectShape(List.of(
                        new Shape.Property("z", Shape.Literals.NULL, false),
                        new Shape.Property("b", Shape.Literals.BOOLEAN, true))));
    }

    @Test
    void nullable_written_as_type_list_or_as_any_of_is_the_same() {
        Shape expected = new Shape.Union(List.of(new Shape.StringShape(2, Integer.MAX_VALUE), Shape.Literals.NULL));

        assertThat(shape("{'type':['string','null'],'minLength':2}")).isEqualTo(expected);
        assertThat(shape("{'anyOf':[{'type':'null'},{'type':'string','minLength':2}],'title':'T'}"))
                .isEqualTo(expected);
    }

    @Test
    void bounds_of_numbers_are_put_on_the_grid_of_written_decimals() {
        assertThat(shape("{'type':'integer','exclusiveMinimum':-2.5,'exclusiveMaximum':7}"))
                .isEqualTo(new Shape.NumberShape(BigInteger.valueOf(-2), BigInteger.valueOf(6), 0));
        assertThat(shape("{'type':'number','minimum':0.5,'exclusiveMaximum':1}"))
                .isEqualTo(new Shape.NumberShape(BigInteger.valueOf(50_000_000), BigInteger.valueOf(99_999_999), 8));
        assertThat(shape("{'type':'integer'}"))
                .isEqualTo(new Shape.NumberShape(
                        BigInteger.valueOf(-999_999_999_999_999L), BigInteger.valueOf(999_999_999_999_999L), 0));
        assertThat(shape("{'type':'integer','maximum':1e308}"))
                .isEqualTo(new Shape.NumberShape(
                        BigInteger.valueOf(-999_999_999_999_999L), BigInteger.valueOf(999_999_999_999_999L), 0));
    }

    @Test
    void enum_keeps_the_values_that_fit_the_keywords_beside_it() {
        assertThat(shape("{'type':'string','enum':['a',1,'bcd',null,'é'],'maxLength':1}"))
                .isEqualTo(new Shape.Literals(List.of("\"a\"", "\"é\"")));
        assertThat(shape("{'const':{'a':[1,2.5]}}")).isEqualTo(new Shape.Literals(List.of("{\"a\":[1,2.5]}")));
    }

    @Test
    void definitions_are_followed() {
        assertThat(shape("{'$defs':{'x/y':{'type':'boolean'}},'type':'array','items':{'$ref':'#/$defs/x~1y'}}"))
                .isEqualTo(new Shape.ArrayShape(Shape.Literals.BOOLEAN, 0, Integer.MAX_VALUE));
    }

    @Test
    void report_names_every_keyword_with_its_treatment() {
        AdmissionReport report = SchemaCompiler.compile(json("""
                {'type':'object','title':'T','properties':{
                  'd':{'type':'string','format':'date','pattern':'^2','description':'when'},
                  'n':{'type':'integer','minimum':0,'minLength':3}}}""")).report();

        assertThat(report.keywords())
                .extracting(use -> use.treatment() + " " + use.pointer())
                .containsExactlyInAnyOrder(
                        "ENFORCED /type",
                        "ENFORCED /properties",
                        "ENFORCED /properties/d/type",
                        "CHECKED_AFTERWARDS /properties/d/format",
                        "CHECKED_AFTERWARDS /properties/d/pattern",
                        "ENFORCED /properties/n/type",
                        "ENFORCED /properties/n/minimum",
                        "ENFORCED /properties/n/minLength");
        assertThat(report.needsCheckAfterwards()).isTrue();
    }

    @Test
    void every_refusal_is_named_with_pointer_keyword_and_remedy() {
        String schema = """
                {'type':'object','patternProperties':{},'required':['gone'],'properties':{
                  'a':{'not':{}},'b':{'oneOf':[{'type':'null'}]},'c':{'type':'integer','minimum':3,'maximum':2}}}""";

        assertThat(refusals(schema))
                .extracting(SchemaRefusal::pointer)
                .contains(
                        "/patternProperties",
                        "/required",
                        "/properties/a/not",
                        "/properties/b/oneOf",
                        "/properties/c/minimum");
        assertThat(refusals(schema)).allSatisfy(refusal -> {
            assertThat(refusal.keyword()).isNotEmpty();
            assertThat(refusal.remedy()).isNotEmpty();
        });
        assertThat(SchemaCompiler.admit(json(schema)).treated(Treatment.REFUSED))
                .extracting(KeywordUse::pointer)
                .contains("/properties/a/not", "/required");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'array','items':{'type':'null'},'minItems':3,'maxItems':2} | /minItems
            {'type':'string','minLength':3,'maxLength':2}                      | /minLength
            {'type':'integer','exclusiveMinimum':1,'exclusiveMaximum':2}       | /exclusiveMinimum
            {'type':'integer','minimum':1e40}                                  | /minimum
            {'enum':[]}                                                        | /enum
            {'type':'string','enum':[1,2]}                                     | /enum
            {'type':'object','properties':{},'required':['x'],'additionalProperties':false} | /required
            {'type':'object'}                                                  | ``
            {'type':'array'}                                                   | ``
            {'type':'array','items':true}                                      | /items
            {}                                                                 | ``
            true                                                               | ``
            {'type':'text'}                                                    | /type
            {'type':'string','minLength':-1}                                   | /minLength
            {'type':'string','pattern':'('}                                    | /pattern
            {'type':'string','format':'colour'}                                | /format
            {'type':'object','properties':{},'additionalProperties':true}      | /additionalProperties
            {'anyOf':[{'type':'string'},{'enum':['a']}]}                       | /anyOf
            {'anyOf':[{'type':'string'}],'type':'string'}                      | /type
            {'$ref':'#/$defs/none'}                                            | /$ref
            {'$ref':'https://example.org/s'}                                   | /$ref
            {'$defs':{'a':{'type':'array','items':{'$ref':'#/$defs/a'}}},'$ref':'#/$defs/a'} | /$defs/a/items/$ref
            {'$schema':'http://json-schema.org/draft-04/schema#','type':'null'} | /$schema
            {'type':'string','requried':[]}                                    | /requried
            {'type':'string','minLength':70000}                                | /minLength
            {'type':'array','items':{'type':'array','items':{'type':'null'},'minItems':2000000000},'minItems':2000000000} | /items/minItems
            {'type':'array','items':{'type':'string','minLength':60},'minItems':2000} | /minItems
            {'const':'a\\u0000'}                                               | /const
            """)
    void schema_that_no_output_can_keep_is_refused_at_its_place(String schema, String pointer) {
        assertThat(refusals(schema)).extracting(SchemaRefusal::pointer).contains(pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':['string','null'],'minLength':2000000000}                                     | /minLength
            {'anyOf':[{'type':'null'},{'type':'array','items':{'type':'null'},'minItems':2000000000}]} | /anyOf/1/minItems
            {'type':'object','properties':{'a':{'type':'string','minLength':2000000000}}}         | /properties/a/minLength
            {'type':'array','items':{'type':'array','items':{'type':'null'},'minItems':70000}}    | /items/minItems
            """)
    void part_that_outputs_may_leave_out_has_the_limit_of_those_that_they_may_not(String schema, String pointer) {
        assertThat(refusals(schema)).singleElement().satisfies(refusal -> assertThat(refusal.describe())
                .startsWith(pointer + ":")
                .contains("65536")
                .contains("lower minItems and minLength"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (?=a)b                    | (?=
            (a)\\\\1                   | \\1
            a{1001}                   | repeat
            ((a{100}){100}){100}      | 5000
            (([ab]{90}[cd]){90})        | 5000
            \\\\Q[\\\\E(a{900}){900}     | \\Q
            [[:alpha:]]{900}{900}     | 5000
            """)
    void pattern_that_cannot_be_run_in_linear_time_is_refused_at_its_place(String pattern, String why) {
        for (String beside : List.of("", "'enum':['a'],")) {
            assertThat(refusals("{'type':'object','properties':{'p':{" + beside + "'type':'string','pattern':'"
                            + pattern + "'}}}"))
                    .singleElement()
                    .satisfies(refusal -> {
                        assertThat(refusal.pointer()).isEqualTo("/properties/p/pattern");
                        assertThat(refusal.message()).contains(why);
                        assertThat(refusal.remedy()).contains("linear");
                    });
        }
    }

    @Test
    void deep_and_long_patterns_are_refused_before_they_are_read() {
        assertThat(refusals("{'type':'string','pattern':'" + "(".repeat(2000) + "a" + ")".repeat(2000) + "'}"))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains("100 deep"));
        assertThat(refusals("{'type':'string','pattern':'" + "[ab]".repeat(2000) + "'}"))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.message()).contains("4096"));
    }

    @Test
    void upper_bounds_of_any_size_are_taken_where_they_cost_nothing() {
        assertThat(shape("{'type':'string','maxLength':2000000000}"))
                .isEqualTo(new Shape.StringShape(0, 2_000_000_000));
        assertThat(shape("{'type':'array','items':{'type':'null'},'maxItems':99999999999}"))
                .isEqualTo(new Shape.ArrayShape(Shape.Literals.NULL, 0, Integer.MAX_VALUE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'array','items':{'type':'null'},'maxItems':2000000000}                                      | /maxItems
            {'type':'array','maxItems':600,'items':{'type':'array','maxItems':600,'items':{'type':'integer'}}}  | /maxItems
            {'type':'array','minItems':1000,'items':{'type':'object','properties':{'x':PROPERTIES}}}            | /minItems
            {'anyOf':[{'type':'null'},{'type':'array','maxItems':1000,'items':PROPERTIES}]}                     | /anyOf/1/maxItems
            """)
    void outputs_with_too_many_places_are_refused_before_they_take_memory(String schema, String pointer) {
        StringBuilder properties = new StringBuilder("'p0':{'type':'null'}");
        for (int i = 1; i < 400; i++) {
            properties.append(",'p").append(i).append("':{'type':'boolean'}");
        }
        String whole = schema.replace("PROPERTIES", "{'type':'object','properties':{" + properties + "}}");

        assertThat(refusals(whole)).singleElement().satisfies(refusal -> assertThat(refusal.describe())
                .startsWith(pointer + ":")
                .contains("250000")
                .contains("lower minItems and maxItems"));
    }

    @Test
    void equal_lists_of_values_are_held_once() {
        CompiledSchema schema =
                SchemaCompiler.compile(json("{'$defs':{'e':{'enum':['x','y']}},'type':'object','properties':{"
                        + "'a':{'$ref':'#/$defs/e'},'b':{'$ref':'#/$defs/e'},'c':{'enum':['x','y']},"
                        + "'d':{'anyOf':[{'enum':['x']},{'const':'y'}]}}}"));

        assertThat(((Shape.ObjectShape) schema.root()).properties())
                .hasSize(4)
                .extracting(Shape.Property::shape)
                .allSatisfy(shape -> assertThat(shape)
                        .isSameAs(((Shape.ObjectShape) schema.root())
                                .properties()
                                .get(0)
                                .shape()));
    }

    @Test
    void listed_values_that_differ_from_place_to_place_are_refused_when_they_grow_by_references() {
        StringBuilder properties = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            properties
                    .append(i == 0 ? "" : ",")
                    .append("'p" + i + "':{'anyOf':[{'$ref':'#/$defs/e'},{'const':" + i + "}]}");
        }
        String values = "['" + "x".repeat(50_000) + "']";

        assertThat(refusals(
                        "{'$defs':{'e':{'enum':" + values + "}},'type':'object','properties':{" + properties + "}}"))
                .first()
                .satisfies(refusal ->
                        assertThat(refusal.describe()).contains("1048576").contains("list fewer values"));
    }

    @Test
    void value_lists_that_refer_to_definitions_are_few() {
        StringBuilder properties = new StringBuilder();
        for (int i = 0; i < 101; i++) {
            properties
                    .append(i == 0 ? "" : ",")
                    .append("'p" + i + "':{'enum':[[],[" + i + "]],'items':{'$ref':'#/$defs/n'}}");
        }
        assertThat(refusals("{'$defs':{'n':{'type':'integer'}},'type':'object','properties':{" + properties + "}}"))
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.describe())
                        .startsWith("/properties/p100/enum:")
                        .contains("100"));
    }

    @Test
    void doubling_references_are_refused_before_they_take_memory() {
        StringBuilder definitions = new StringBuilder("'d0':{'type':'null'}");
        for (int i = 1; i < 40; i++) {
            String before = "{'$ref':'#/$defs/d" + (i - 1) + "'}";
            definitions.append(",'d" + i + "':{'type':'object','properties':{'a':" + before + ",'b':" + before + "}}");
        }

        assertThat(refusals("{'$defs':{" + definitions + "},'$ref':'#/$defs/d39'}"))
                .isNotEmpty();
    }

    @Test
    void keys_become_a_closed_object_of_nullable_strings() {
        Shape text = new Shape.Union(List.of(new Shape.StringShape(0, Integer.MAX_VALUE), Shape.Literals.NULL));

        assertThat(SchemaCompiler.compile(KeysSchema.fromKeys(List.of("title", "price")))
                        .root())
                .isEqualTo(new Shape.ObjectShape(
                        List.of(new Shape.Property("title", text, true), new Shape.Property("price", text, true))));
    }

    @Test
    void hash_looks_at_the_order_of_properties_only() {
        String hash = SchemaHash.of(json("{'type':'object','properties':{'a':{'type':'null','title':'x'},'b':{}}}"));

        assertThat(hash).matches("sha256:[0-9a-f]{64}");
        assertThat(SchemaHash.of(json("{'properties':{'a':{'title':'x','type':'null'},'b':{}},'type':'object'}")))
                .isEqualTo(hash);
        assertThat(SchemaHash.of(json("{'type':'object','properties':{'b':{},'a':{'type':'null','title':'x'}}}")))
                .isNotEqualTo(hash);
    }
}
