package dev.winnow.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.UnlistedProperties;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas at which counts, names, and values that may not come twice meet. */
@Timeout(120)
class HardPlacesTest {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'object','properties':{'first name':{},'x-y':{},'b':{},'a':{'$ref':'#'}},'minProperties':3}",
                "{'type':'object','properties':{'a':{'type':'boolean'}},'minProperties':3}",
                "{'type':'object','minProperties':3}",
                "{'type':'object','minProperties':4,'maxProperties':5,'additionalProperties':{'type':'integer'}}",
                "{'type':'object','propertyNames':{'maxLength':1},'minProperties':2}",
                "{'type':'object','propertyNames':{'enum':['x','b','n']},'properties':{'b':{'type':'null'}},'minProperties':3}",
                "{'type':'object','patternProperties':{'^a':{'type':'null'}},'additionalProperties':false,'minProperties':3}",
                "{'type':'array','items':{'type':'string','maxLength':2},'uniqueItems':true,'minItems':5}",
                "{'type':'object','minProperties':1,'additionalProperties':false,'properties':{'c':{'$ref':'#'},'产品名称':{'type':'string'}}}",
                "{'type':'object','minProperties':2,'additionalProperties':false,'properties':{'c':{'$ref':'#'},'x':{'type':'integer'}},'patternProperties':{'^k$':{'type':'integer'}}}",
                "{'$ref':'#/$defs/s','$defs':{'s':{'anyOf':[{'type':'object','properties':{'c':{'$ref':'#/$defs/s'}}},{'type':'object','properties':{'c':{'$ref':'#/$defs/s'},'d':{'type':'integer'}}}]}}}",
                "{'type':'array','items':{'type':'integer'},'uniqueItems':true,'minItems':30}",
                "{'type':'object','properties':{'id':{},'kind':{},'é':{}},'additionalProperties':false,'minProperties':3,'dependentRequired':{'id':['kind']}}",
                "{'type':'object','properties':{'a':{},'b':{}},'additionalProperties':false,'minProperties':1,'dependentRequired':{'a':['b'],'b':['a']}}",
                "{'type':'array','items':{'required':['value'],'propertyNames':{'maxLength':4}},'minItems':2,'contains':{'enum':['g']}}",
                "{'type':'string','pattern':'^[\\\\n\\\\t]{2,4}$'}"
            })
    void documents_fit_within_any_limit(String quoted) throws IOException {
        JsonNode schema = STRICT.readTree(quoted.replace('\'', '"'));
        for (UnlistedProperties unlisted : UnlistedProperties.values()) {
            OutputValidator validator = new OutputValidator(schema);
            for (String document : documents(SchemaCompiler.compile(schema, unlisted))) {
                assertThat(validator.problems(document)).as(document).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'array','minItems':2,'uniqueItems':true,'items':{'type':'array','uniqueItems':true,'items':{'enum':['a','b','c','d']}}}",
                "{'type':'array','prefixItems':[{}],'items':{'type':'boolean'},'uniqueItems':true,'contains':{}}"
            })
    void what_is_only_checked_comes_to_an_end_too(String quoted) throws IOException {
        CompiledSchema schema = SchemaCompiler.compile(STRICT.readTree(quoted.replace('\'', '"')));

        assertThat(schema.report().needsCheckAfterwards()).isTrue();
        assertThat(documents(schema))
                .allSatisfy(document -> assertThat(STRICT.readTree(document)).isNotEmpty());
    }

    private static String[] documents(CompiledSchema schema) {
        SmallVocabulary tokens =
                SmallVocabulary.ofAllBytes().with("\",\"", "\":\"", "{\"", "\":{", "a", "aa", "\\u00", "1,", "],[");
        Constraint constraint = tokens.compiler().compile(schema);
        String[] documents = new String[24];
        for (int i = 0; i < documents.length; i++) {
            Random random = new Random(i);
            int limit = constraint.shortestOutputTokens() + (i < 12 ? i : random.nextInt(60));
            Walk walk = new Walk(tokens.vocabulary(), constraint.begin(limit), random);
            documents[i] = walk.run(i % 2 == 0 ? Walk.UNIFORM : Walk.endless(tokens.vocabulary()));
            assertThat(walk.tokens()).as(documents[i]).isLessThanOrEqualTo(limit);
        }
        return documents;
    }
}
