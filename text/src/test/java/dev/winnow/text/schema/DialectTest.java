package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same schema means different things in different drafts. */
class DialectTest {
    private static void check(String draft, String schema, String fitting, String misfitting) {
        String named = draft.equals("-") ? schema : schema.replaceFirst("\\{", "{'\\$schema':'" + draft + "',");
        OutputTable.check(named, fitting, misfitting);
    }

    private static final String D4 = "http://json-schema.org/draft-04/schema#";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'minimum':1,'exclusiveMinimum':true,'type':'integer'}          | 2                | 1
            {'minimum':1,'exclusiveMinimum':false,'type':'integer'}         | 1                | 0
            {'exclusiveMaximum':true,'type':'integer'}                      | 1                | 'a'
            {'const':1,'type':['integer','null']}                           | 1 2 null         | 'a'
            {'contains':{'const':1},'type':'array'}                         | [] [2]           | 1
            {'propertyNames':false,'if':true,'then':false}                  | {'a':1}          | {
            {'items':[{'type':'null'}],'additionalItems':false}             | [] [null]        | [1] [null,null]
            {'dependencies':{'a':['b'],'c':{'required':['d']}}}             | {} {'a':1,'b':1} | {'a':1} {'c':1}
            {'definitions':{'a':{'id':'#x','type':'null'}},'properties':{'p':{'$ref':'#x'}}} | {'p':null} | {'p':1}
            {'id':'http://a/b','definitions':{'a':{'id':'c','type':'null'}},'items':{'$ref':'http://a/c'}} | [null] | [1]
            """)
    void draft_4_is_read_as_it_was(String schema, String fitting, String misfitting) {
        check(D4, schema, fitting, misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http://json-schema.org/draft-04/schema         | 1 5    | 'a'
            http://json-schema.org/draft-06/schema#        | 1 5    | 'a'
            http://json-schema.org/draft-07/schema#        | 1 5    | 'a'
            https://json-schema.org/draft/2019-09/schema   | 1      | 5 'a'
            https://json-schema.org/draft/2020-12/schema   | 1      | 5 'a'
            -                                              | 1      | 5 'a'
            """)
    void reference_stands_alone_until_draft_7(String draft, String fitting, String misfitting) {
        check(
                draft,
                "{'properties':{},'allOf':[{'$ref':'#/definitions/n','maximum':3}],'definitions':{'n':{'type':'integer'}}}",
                fitting,
                misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http://json-schema.org/draft-06/schema#        | {'if':{'const':1},'then':false}              | 1          | {
            http://json-schema.org/draft-07/schema#        | {'if':{'const':1},'then':false}              | 2          | 1
            http://json-schema.org/draft-07/schema#        | {'items':[{'type':'null'}],'additionalItems':{'const':1}} | [null,1] | [null,2] [1]
            http://json-schema.org/draft-07/schema#        | {'additionalItems':false}                    | [1]        | [
            http://json-schema.org/draft-07/schema#        | {'dependentRequired':{'a':['b']}}            | {'a':1}    | {
            http://json-schema.org/draft-07/schema#        | {'contains':{'const':1},'minContains':2}     | [1] [1,1]  | [2] []
            http://json-schema.org/draft-07/schema#        | {'prefixItems':[{'type':'null'}]}            | [1]        | [
            http://json-schema.org/draft-07/schema#        | {'properties':{'a':true},'unevaluatedProperties':false} | {'b':1} | {
            https://json-schema.org/draft/2019-09/schema   | {'items':[{'type':'null'}],'unevaluatedItems':false} | [null] | [null,1] [1]
            https://json-schema.org/draft/2019-09/schema   | {'contains':{'const':1},'minContains':2}     | [1,1]      | [1]
            https://json-schema.org/draft/2019-09/schema   | {'$recursiveAnchor':true,'type':['array','null'],'items':{'$recursiveRef':'#'}} | [[null]] | [1]
            https://json-schema.org/draft/2020-12/schema   | {'$dynamicAnchor':'n','type':['array','null'],'items':{'$dynamicRef':'#n'}} | [[null]] | [1]
            https://json-schema.org/draft/2020-12/schema   | {'dependencies':{'a':['b']}}                 | {'a':1}    | {
            https://json-schema.org/draft/2020-12/schema   | {'prefixItems':[{'type':'null'}],'items':{'const':1}} | [null,1] | [1] [null,2]
            """)
    void keywords_belong_to_their_drafts(String draft, String schema, String fitting, String misfitting) {
        check(draft, schema, fitting, misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'minimum':1,'exclusiveMinimum':true,'type':'integer'} | 2              | 1
            {'items':[{'type':'null'}],'additionalItems':false}    | [null]         | [1] [null,null]
            {'dependencies':{'a':['b']}}                           | {'a':1,'b':2}  | {'a':1}
            {'$ref':'#/definitions/a','definitions':{'a':{'const':1}}} | 1          | 2
            """)
    void what_older_drafts_write_is_understood_where_none_is_named(String schema, String fitting, String misfitting) {
        check("-", schema, fitting, misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'$id':'http://a/b/c','$ref':'d','$defs':{'x':{'$id':'d','const':1}}}                       | 1    | 2
            {'$id':'http://a/b/c','$ref':'d#e','$defs':{'x':{'$id':'d','$defs':{'y':{'$anchor':'e','const':1}}}}} | 1 | 2
            {'$id':'http://a/b/c','$ref':'http://a/b/d#/$defs/y','$defs':{'x':{'$id':'d','$defs':{'y':{'const':1}}}}} | 1 | 2
            {'$id':'http://a/','items':{'$id':'i','type':['null','array'],'items':{'$ref':'#'}}}        | [[null]] 3 | [1]
            {'$ref':'urn:x:y','$defs':{'x':{'$id':'urn:x:y','const':1}}}                                | 1    | 2
            {'$ref':'#/$defs/a%25b','$defs':{'a%b':{'const':1}}}                                        | 1    | 2
            """)
    void identifiers_open_resources(String schema, String fitting, String misfitting) {
        check("-", schema, fitting, misfitting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0# | {'const':1,'minimum':1,'exclusiveMinimum':true} | 2 | 1
            https://example.org/own                                                                 | {'const':1} | 1 | 2
            http://json-schema.org/draft-03/schema#                                                 | {'minLength':2} | 'ab' 1 | 'a'
            """)
    void dialects_that_are_met_in_the_wild_are_read_as_they_are_meant(
            String dialect, String schema, String fitting, String misfitting) {
        check(dialect, schema, fitting, misfitting);
    }

    @Test
    void unknown_dialect_is_reported_and_the_check_reads_it_alike() {
        JsonNode schema = json("{'$schema':'https://example.org/own','not':{'uniqueItems':true}}");

        assertThat(SchemaCompiler.compile(schema).report().treated(Treatment.IGNORED))
                .extracting(KeywordUse::pointer)
                .containsExactly("/$schema");
        assertThat(new OutputValidator(schema).problems("[1,1]")).isEmpty();
        assertThat(new OutputValidator(schema).problems("[1,2]")).isNotEmpty();
    }
}
