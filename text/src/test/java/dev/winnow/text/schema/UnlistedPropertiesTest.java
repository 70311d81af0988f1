package dev.winnow.text.schema;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What extraction leaves out although JSON Schema would take it. */
class UnlistedPropertiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'object','properties':{'a':{'const':1}}}                               | {} {'a':1}        | {'b':1} {'a':1,'b':1}
            {'properties':{'a':{'const':1}},'required':['a']}                              | {'a':1}           | {} 3 {'a':1,'b':2}
            {'properties':{'a':{'const':1}},'additionalProperties':true}                   | {'a':1,'b':2}     | {'a':2} 3
            {'properties':{'a':{'const':1}},'additionalProperties':{'type':'null'}}        | {'a':1,'b':null}  | {'b':1}
            {'properties':{'a':{'const':1}},'patternProperties':{'^x':{'type':'null'}}}    | {'a':1,'x':null}  | {'b':1} {'x':1}
            {'type':'object'}                                                              | {} {'a':[1]}      | 1
            {'type':'object','required':['a']}                                             | {'a':1}           | {} {'a':1,'b':2}
            {'properties':{'a':{}},'minProperties':2}                                      | {'a':1,'b':2}     | {'a':1}
            {'allOf':[{'properties':{'a':{}}},{'properties':{'b':{}}}]}                    | {'a':1,'b':2} {}  | {'c':1}
            {'items':{'type':'string'}}                                                    | ['a'] []          | 1 'a'
            {'minLength':2}                                                                | 'ab'              | 1 'a'
            {'minimum':2}                                                                  | 2                 | 1 'a'
            {'prefixItems':[{'type':'null'}]}                                              | [] [null]         | [null,1]
            {'prefixItems':[{'type':'null'}],'minItems':2}                                 | [null,1]          | [null] [null,1,2]
            {'prefixItems':[{'type':'null'}],'items':{'const':1}}                          | [null,1,1]        | [null,2]
            {'minLength':2,'minimum':2}                                                    | 'ab' 2 null {'a':1} | 'a' 1
            {}                                                                             | 1 'a' {'a':[null]} | {
            """)
    void what_is_not_asked_for_is_left_out(String schema, String fitting, String misfitting) {
        OutputTable.check(schema, UnlistedProperties.LEFT_OUT, fitting, misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'properties':{'a':{'const':1}}}        | {} {'a':1} {'a':1,'b':[{}]} 3 | {'a':2}
            {'prefixItems':[{'type':'null'}]}       | [null,1] 'a'                  | [1]
            {'items':{'properties':{'a':{'const':1}}}} | [{'b':{'a':2}}] 1          | [{'a':2}]
            """)
    void json_schema_takes_what_is_not_ruled_out(String schema, String fitting, String misfitting) {
        OutputTable.check(schema, UnlistedProperties.ALLOWED, fitting, misfitting);
    }
}
