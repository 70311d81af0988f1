package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of each keyword. */
class AdmissionReportTest {
    private static AdmissionReport report(String schema) {
        return SchemaCompiler.compile(json(schema), UnlistedProperties.ALLOWED).report();
    }

    @Test
    void every_keyword_that_asserts_something_is_named_with_its_treatment() {
        AdmissionReport report = report("""
                {'type':'object','title':'T','x-order':1,'properties':{
                  'd':{'type':'string','format':'date','pattern':'^2','description':'when'},
                  'n':{'type':'integer','minimum':0,'minLength':3,'fromat':'x'},
                  'e':{'format':'regex'}}}""");

        assertThat(report.keywords())
                .extracting(use -> use.treatment() + " " + use.pointer())
                .containsExactlyInAnyOrder(
                        "ENFORCED /type",
                        "ENFORCED /properties",
                        "ENFORCED /properties/d/type",
                        "ENFORCED /properties/d/format",
                        "ENFORCED /properties/d/pattern",
                        "ENFORCED /properties/n/type",
                        "ENFORCED /properties/n/minimum",
                        "ENFORCED /properties/n/minLength",
                        "IGNORED /properties/n/fromat",
                        "CHECKED_AFTERWARDS /properties/e/format");
        assertThat(report.needsCheckAfterwards()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'allOf':[{'type':'string'},{'anyOf':[{'minLength':1},{'maxLength':0}]}]}
            {'oneOf':[{'type':'string'},{'type':'integer','multipleOf':2}]}
            {'not':{'enum':[1,'a',null]}}
            {'type':'string','pattern':'^(?=.{20,2048}$)arn:[a-z]+$'}
            {'not':{'type':'string','pattern':'^.{5,65535}$'}}
            {'if':{'type':'string'},'then':{'pattern':'^a'},'else':{'type':'array'}}
            {'items':{'uniqueItems':true,'items':{'type':'string'}}}
            {'prefixItems':[{'type':'string'}],'items':false}
            {'contains':{'type':'string'},'maxContains':2}
            {'patternProperties':{'^a':{'format':'date-time'}},'propertyNames':{'maxLength':9}}
            {'dependentRequired':{'a':['b']},'dependentSchemas':{'a':{'minProperties':3}}}
            {'$ref':'#/$defs/a','$defs':{'a':{'properties':{'b':{'$ref':'#/$defs/a'}}}}}
            {'allOf':[{'properties':{'a':{'type':'null'}}}],'unevaluatedProperties':false}
            """)
    void what_is_enforced_needs_no_check(String schema) {
        assertThat(report(schema).treated(Treatment.ENFORCED)).isNotEmpty();
        assertThat(report(schema).treated(Treatment.CHECKED_AFTERWARDS)).isEmpty();
        assertThat(report(schema).treated(Treatment.IGNORED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'string','format':'regex'}                          | /format
            {'type':'string','format':'idn-hostname'}                   | /format
            {'type':'array','uniqueItems':true}                         | /uniqueItems
            {'not':{'uniqueItems':true}}                                | /not/uniqueItems
            {'type':'string','pattern':'^https://([a-z]+/?){3,1016}$'}  | /pattern
            {'type':'object','patternProperties':{'^.{1,30000}$':{'type':'null'}}} | /patternProperties
            {'propertyNames':{'maxLength':30000,'pattern':'^[a-z]+$'}}  | /propertyNames
            {'properties':{'a':{'type':'object','propertyNames':{'minLength':25000}}}} | /properties/a/propertyNames
            {'contains':{'type':'null'},'allOf':[{'contains':{'type':'string'}}]} | /allOf/0/contains
            {'not':{'patternProperties':{'a':{'type':'null'}}}}         | /not/patternProperties
            {'not':{'prefixItems':[true],'items':{'type':'null'}}}      | /not/items
            """)
    void what_is_known_only_at_the_end_is_checked_then(String schema, String pointer) {
        assertThat(report(schema).treated(Treatment.CHECKED_AFTERWARDS))
                .extracting(KeywordUse::pointer)
                .containsExactly(pointer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type':'string','requried':[]}                     | /requried
            {'type':'string','nullable':true}                   | /nullable
            {'type':'string','minlength':2}                     | /minlength
            {'type':'string','format':'colour'}                 | /format
            {'type':'object','properties':{'a':{'required':true}}} | /properties/a/required
            {'$schema':'http://json-schema.org/draft-07/schema#','unevaluatedItems':false}  | /unevaluatedItems
            """)
    void what_asserts_nothing_is_ignored_and_says_why(String schema, String pointer) {
        assertThat(report(schema).treated(Treatment.IGNORED)).singleElement().satisfies(use -> {
            assertThat(use.pointer()).isEqualTo(pointer);
            assertThat(use.note()).isNotEmpty();
        });
    }

    @Test
    void annotations_are_not_listed() {
        assertThat(report("""
                {'$id':'https://example.org/a','$comment':'c','title':'t','description':'d','default':1,'examples':[],
                 'deprecated':true,'readOnly':true,'writeOnly':false,'contentEncoding':'base64','x-any':{},'$defs':{},
                 'definitions':{}}""").keywords()).isEmpty();
    }

    @Test
    void admission_tells_of_refused_keywords_without_an_exception() {
        AdmissionReport report =
                SchemaCompiler.admit(json("{'properties':{'a':{'minLength':-1},'b':{'type':'text'}}}"));

        assertThat(report.treated(Treatment.REFUSED))
                .extracting(KeywordUse::pointer)
                .containsExactly("/properties/a/minLength", "/properties/b/type");
        assertThat(report.treated(Treatment.REFUSED))
                .allSatisfy(use -> assertThat(use.note()).isNotEmpty());
    }
}
