package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each keyword by the outputs that it lets through. */
class SchemaCompilerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':['string','null'],'minLength':2}                       | null 'ab'               | 'a' 1
            {'anyOf':[{'type':'null'},{'type':'string','minLength':2}]}    | null 'ab'               | 'a' true
            {'type':'integer','exclusiveMinimum':-2.5,'exclusiveMaximum':7} | -2 0 6                  | -3 7 1.5
            {'type':'number','minimum':0.5,'exclusiveMaximum':1}           | 0.5 0.99                | 0.49 1 0
            {'type':'number','multipleOf':0.25}                            | 0.75 2 -1.5             | 0.3 1.1
            {'not':{'multipleOf':3},'type':'integer'}                      | 4 -1                    | 3 0 -9
            {'type':'string','enum':['a',1,'bcd',null,'é'],'maxLength':1}  | 'a' 'é'                 | 'bcd' 1 null
            {'const':{'a':[1,2.5]}}                                        | {'a':[1,2.5]}           | {'a':[1]} {} {'a':[1,2.5],'b':0}
            {'enum':[1,true,null,[],{}]}                                   | 1 true null [] {}       | false 0 [1] ''
            {'type':'string','pattern':'^[a-c]+$'}                         | 'a' 'cab'               | '' 'd' 'ad'
            {'type':'string','format':'date'}                              | '2024-02-29'            | '2023-02-29' 'x'
            {'type':'string','minLength':1,'maxLength':2}                  | 'a' '😀😀'              | '' 'abc'
            {'minLength':2,'minimum':5,'minItems':1}                       | 'ab' 5 [0] null {}      | 'a' 4 []
            """)
    void scalars_are_held_to_what_is_said_of_them(String schema, String fitting, String misfitting) {
        OutputTable.check(schema, fitting, misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'required':['a'],'properties':{'a':{'type':'null'}}}           | {'a':null} {'a':null,'b':1} 3 | {} {'a':1}
            {'type':'object','additionalProperties':{'type':'integer'}}      | {} {'x':1}             | {'x':'a'}
            {'properties':{'a':true},'additionalProperties':false}           | {} {'a':[]}            | {'b':1}
            {'patternProperties':{'^n':{'type':'integer'}}}                  | {'n':1} {'m':'a'}      | {'n':'a'}
            {'patternProperties':{'^n':true},'additionalProperties':false}   | {} {'nx':'a'}          | {'m':1}
            {'propertyNames':{'maxLength':2}}                                | {'ab':1} {}            | {'abc':1}
            {'propertyNames':{'enum':['a','b']}}                             | {'a':1} {'b':1,'a':2}  | {'c':1}
            {'minProperties':1,'maxProperties':2}                            | {'a':1} {'a':1,'b':2}  | {} {'a':1,'b':2,'c':3}
            {'properties':{'b':{}},'propertyNames':{'enum':['x','b','n']},'minProperties':3} | {'b':1,'n':2,'x':3} | {'x':1,'n':2} {'b':1,'x':1}
            {'dependentRequired':{'a':['b']}}                                | {} {'b':1} {'a':1,'b':2} | {'a':1} {'a':1,'c':2}
            {'dependentSchemas':{'a':{'required':['b']}}}                    | {} {'a':1,'b':2}       | {'a':1}
            {'properties':{'a':{'const':1}},'unevaluatedProperties':false}   | {} {'a':1}             | {'b':1}
            {'allOf':[{'properties':{'a':{}}}],'unevaluatedProperties':false} | {'a':1}               | {'b':1}
            """)
    void objects_are_held_to_what_is_said_of_them(String schema, String fitting, String misfitting) {
        OutputTable.check(schema, fitting, misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'array','items':{'type':'null'},'minItems':1,'maxItems':2} | [null] [null,null]   | [] [1] [null,null,null]
            {'prefixItems':[{'const':1},{'const':2}]}                          | [] [1] [1,2] [1,2,3] | [2] [1,1]
            {'prefixItems':[{'const':1}],'items':false}                        | [] [1]               | [1,2] [2]
            {'contains':{'const':1}}                                           | [1] [0,1] [1,1]      | [] [0]
            {'contains':{'const':1},'minContains':2,'maxContains':2}           | [1,1] [1,0,1]        | [1] [1,1,1] []
            {'contains':{'const':1},'minContains':0}                           | [] [0]               | [0
            {'uniqueItems':true,'items':{'enum':['a','b']}}                    | [] ['a','b']         | ['a','a'] ['b','a','b']
            {'prefixItems':[true,{'type':'null'}],'minItems':2,'uniqueItems':true} | [1,null]         | [1] [1,2]
            {'items':{'enum':[1,2,3]},'minItems':3,'uniqueItems':true}         | [3,1,2]              | [1,1,2] [1,2] [1,2,3,3]
            {'items':{'type':'string'},'contains':{'enum':['a','b']},'minContains':2,'uniqueItems':true} | ['a','b'] ['c','b','a'] | ['a'] ['c','a']
            {'prefixItems':[true],'unevaluatedItems':false}                    | [] [1]               | [1,2]
            """)
    void arrays_are_held_to_what_is_said_of_them(String schema, String fitting, String misfitting) {
        OutputTable.check(schema, fitting, misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'allOf':[{'minimum':2},{'maximum':3}],'type':'integer'}            | 2 3           | 1 4
            {'oneOf':[{'multipleOf':3},{'multipleOf':5}],'type':'integer'}      | 3 5 9         | 15 0 4
            {'oneOf':[{'type':'string'},{'maxLength':2}]}                       | 'abc' 1       | 'a'
            {'not':{'type':['object','array']}}                                 | 1 'a' null    | {} []
            {'not':{'required':['a']}}                                          | {} {'b':1}    | {'a':1} 1
            {'if':{'type':'string'},'then':{'minLength':2},'else':{'const':1}}  | 'ab' 1        | 'a' 2 null
            {'if':{'properties':{'k':{'const':1}},'required':['k']},'then':{'required':['v']}} | {} {'k':2} {'k':1,'v':0} | {'k':1}
            {'oneOf':[{'properties':{'t':{'const':'a'},'x':{'type':'null'}},'required':['t']},{'properties':{'t':{'const':'b'}},'required':['t']}]} | {'t':'a'} {'t':'b','x':1} | {'t':'a','x':1} {'t':'c'} {}
            {'$ref':'#/$defs/x~1y','maximum':4,'$defs':{'x/y':{'type':'integer'}}} | 4          | 5 'a'
            {'$ref':'#n','$defs':{'x':{'$anchor':'n','const':7}}}               | 7             | 8
            """)
    void combined_schemas_are_held_to_what_they_say_together(String schema, String fitting, String misfitting) {
        OutputTable.check(schema, fitting, misfitting);
    }

    @Test
    void properties_come_in_the_order_of_the_schema_and_others_behind_them() {
        OutputTable.check(
                "{'required':['b','z'],'properties':{'z':{'type':'null'},'b':{'type':'boolean'}}}",
                "{'z':null,'b':true} {'z':null,'b':true,'a':1}",
                "{'b':true,'z':null} {'a':1,'z':null,'b':true}");
        OutputTable.check(
                "{'allOf':[{'properties':{'b':true}},{'properties':{'a':true}}],'properties':{'c':true}}",
                "{'b':1,'a':2,'c':3} {'b':1,'c':3}",
                "{'a':2,'b':1} {'c':3,'b':1}");
    }

    @Test
    void keys_become_a_closed_object_of_nullable_strings() {
        OutputTable.check(
                KeysSchema.fromKeys(List.of("title", "price")).toString(),
                "{'title':'a','price':null} {'title':null,'price':''}",
                "{'title':'a'} {'price':'a','title':'b'} {'title':'a','price':1} {'title':'a','price':'b','x':1}");
    }

    @Test
    void schema_that_is_changed_afterwards_stays_as_it_was_compiled() {
        ObjectNode schema = json("{'type':'integer'}").require();
        CompiledSchema compiled = SchemaCompiler.compile(schema);

        schema.put("type", "string");

        assertThat(compiled.schema()).isEqualTo(json("{'type':'integer'}"));
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
