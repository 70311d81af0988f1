package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas that lie within themselves. */
class RecursiveSchemaTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'array','items':{'$ref':'#'}}                                       | [] [[],[[[]]]]            | [1] [[[1]]]
            {'properties':{'v':{'type':'integer'},'n':{'$ref':'#'}},'additionalProperties':false,'type':'object'} | {} {'v':1,'n':{'n':{'v':2}}} | {'n':{'n':1}} {'n':{'x':1}}
            {'anyOf':[{'type':'null'},{'type':'object','required':['n'],'properties':{'n':{'$ref':'#'}}}]} | null {'n':{'n':null}} | {} {'n':1} {'n':{}}
            {'$ref':'#/$defs/a','$defs':{'a':{'properties':{'b':{'$ref':'#/$defs/b'}}},'b':{'type':'array','items':{'$ref':'#/$defs/a'}}}} | {'b':[{'b':[]}]} 3 | {'b':1} {'b':[{'b':1}]}
            {'not':{'properties':{'n':{'$ref':'#'}},'required':['n'],'type':'object'}}   | 1 {} {'n':{'n':1}}        | {'n':1} {'n':{'n':{'n':1}}}
            {'allOf':[{'$ref':'#/$defs/a'},{'$ref':'#/$defs/b'}],'$defs':{'a':{'type':'object','properties':{'n':{'$ref':'#/$defs/a'}}},'b':{'properties':{'n':{'$ref':'#/$defs/b'}},'maxProperties':1}}} | {} {'n':{'n':{}}} | 1 {'n':1} {'n':{'n':{},'m':1}}
            """)
    void outputs_may_be_as_deep_as_they_like(String schema, String fitting, String misfitting) {
        OutputTable.check(schema, fitting, misfitting);
    }

    @Test
    void alternative_that_never_ends_is_left_out() {
        OutputTable.check(
                "{'anyOf':[{'type':'array','minItems':1,'items':{'$ref':'#/$defs/e'}},{'type':'null'}],"
                        + "'$defs':{'e':{'type':'array','minItems':1,'items':{'$ref':'#/$defs/e'}}}}",
                "null",
                "[[]] [[[[[[[]]]]]]] [");
    }

    @Test
    void sizes_of_places_within_places_do_not_overflow() {
        OutputTable.check("""
                {'properties':{'tags':{'anyOf':[{'$ref':'#'},{'oneOf':[{'maxProperties':1},
                 {'properties':{'value':{},'n1':{'$ref':'#/$defs/d1'}}}]}]}},
                 '$defs':{'d0':{'properties':{'a':{'$ref':'#'},'id':{'maxItems':4}}},
                 'd1':{'items':{'$ref':'#/$defs/d0','minimum':5}}}}""", UnlistedProperties.LEFT_OUT, "{} {'tags':{}}", "1 {'x':1}");
    }

    @Test
    void recursive_schema_needs_no_check() {
        assertThat(SchemaCompiler.compile(json("{'type':'array','items':{'$ref':'#'},'maxItems':2}"))
                        .report()
                        .needsCheckAfterwards())
                .isFalse();
    }
}
