package dev.winnow.text.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutputScorerTest {
    private static final String RECIPE = """
            {'type':'object','required':['title','author','servings','ingredients'],'properties':{
            'title':{'type':'string'},'author':{'type':['string','null']},'servings':{'type':['integer','null']},
            'ingredients':{'type':'array','items':{'type':'string'}}}}""";

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static OutputScorer scorer(String schema) {
        return OutputScorer.of(json(schema));
    }

    private static List<Double> scores(String schema, String output, String expected) {
        return scorer(schema).score(json(output).toString(), json(expected)).fields();
    }

    @Test
    void the_schema_names_the_fields_and_their_kinds_say_how_they_are_scored() {
        assertThat(scorer(RECIPE).fields().stream()
                        .map(field -> field.name() + " " + field.rule().word()))
                .containsExactly("title text", "author text", "servings exact", "ingredients f1");
    }

    @Test
    void scalars_are_right_or_wrong_and_lists_count_by_f1() {
        OutputScore score = scorer(RECIPE)
                .score(
                        json(
                                "{'title':' Rösti\\u00a0 mit Ei','author':null,'servings':4,'ingredients':['Ei','Salz','Öl']}"),
                        json("{'title':'Rösti mit Ei','author':'Vreni','servings':4.0,'ingredients':['Salz','Ei']}"));

        assertThat(score.fields()).containsExactly(1.0, 0.0, 1.0, 0.8);
        assertThat(score.mean()).isCloseTo(0.7, within(1e-12));
        assertThat(score.exact()).isFalse();
    }

    @Test
    void an_output_that_is_no_json_has_nothing_right_and_what_follows_json_makes_it_none() {
        JsonNode expected = json("{'title':'a','author':null,'servings':null,'ingredients':[]}");

        assertThat(scorer(RECIPE).score("sorry", expected).fields()).containsOnly(0.0);
        assertThat(scorer(RECIPE).score(expected + " and more", expected).fields())
                .containsOnly(0.0);
        assertThat(scorer(RECIPE).score(expected.toString(), expected).exact()).isTrue();
        assertThat(scorer(RECIPE).nothing().fields()).containsOnly(0.0);
    }

    @Test
    void a_field_that_may_be_left_out_is_right_where_both_leave_it_out_alone() {
        String schema = "{'properties':{'a':{},'b':{}}}";

        assertThat(scores(schema, "{'a':1}", "{'a':1}")).containsExactly(1.0, 1.0);
        assertThat(scores(schema, "{'a':1,'b':2}", "{'a':1}")).containsExactly(1.0, 0.0);
        assertThat(scores(schema, "{'a':1}", "{'a':1,'b':null}")).containsExactly(1.0, 0.0);
        assertThat(scores(schema, "7", "{'a':1}")).containsExactly(0.0, 0.0);
    }

    @Test
    void a_short_text_is_right_or_wrong_and_a_long_one_counts_by_its_likeness() {
        String words = IntStream.range(0, 100).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
        String schema = "{'properties':{'t':{'type':'string'}}}";

        assertThat(scores(schema, "{'t':'one two'}", "{'t':'one'}")).containsExactly(0.0);
        assertThat(scores(schema, "{'t':'" + words.replace("w50 ", "") + "'}", "{'t':'" + words + "'}"))
                .containsExactly(2.0 * 99 / 199);
        assertThat(scores(schema, "{'t':'" + words + "'}", "{'t':'" + words.replace(" ", "\\n") + "'}"))
                .containsExactly(1.0);
        assertThat(scores(schema, "{'t':null}", "{'t':'" + words + "'}")).containsExactly(0.0);
    }

    @Test
    void the_schema_may_say_how_a_field_is_scored_or_that_it_is_not() {
        String schema = """
                {'properties':{'t':{'type':'string','x-winnow-score':'similarity'},
                'l':{'type':'array','x-winnow-score':'exact'},'n':{'x-winnow-score':'none'},
                'o':{'type':'object','x-winnow-score':'exact'}}}""";

        assertThat(scorer(schema).fields()).hasSize(3);
        assertThat(scores(
                        schema,
                        "{'t':'one two three','l':[2,1],'n':1,'o':{'y':2,'x':1}}",
                        "{'t':'one three','l':[1,2],'n':2,'o':{'x':1,'y':2}}"))
                .containsExactly(0.8, 0.0, 1.0);
    }

    @Test
    void rules_are_seen_through_references_and_alternatives_and_within_objects() {
        String schema = """
                {'$ref':'#/$defs/page','$defs':{'page':{'properties':{
                'price':{'anyOf':[{'$ref':'#/$defs/price'},{'type':'null'}]}}},
                'price':{'type':'object','properties':{'amount':{'type':'number'},
                'note':{'type':'string','x-winnow-score':'none'},'self':{'$ref':'#/$defs/price'}}}}}""";

        assertThat(scorer(schema).fields())
                .extracting(field -> field.rule().word())
                .containsExactly("fields");
        assertThat(scores(
                        schema,
                        "{'price':{'amount':5,'note':'a','self':{'amount':1,'note':'a'}}}",
                        "{'price':{'amount':5,'note':'b','self':{'amount':2,'note':'a'}}}"))
                .containsExactly(0.5);
    }

    @Test
    void a_schema_that_names_no_fields_has_one() {
        assertThat(scorer("{'type':'array'}").fields()).hasSize(1);
        assertThat(scores("{'type':'array'}", "[1,2]", "[2]")).containsExactly(2.0 / 3);
        assertThat(scores("{'additionalProperties':{}}", "{'a':1,'b':1}", "{'a':1,'b':2}"))
                .containsExactly(0.5);
    }

    @Test
    void a_rule_that_there_is_not_is_refused_where_it_stands() {
        assertThatThrownBy(() -> scorer("{'properties':{'a/b':{'items':{'x-winnow-score':'bleu'}}}}"))
                .isInstanceOfSatisfying(ScoreRefusedException.class, refused -> assertThat(refused.pointer())
                        .isEqualTo("/properties/a~1b/items/x-winnow-score"))
                .hasMessageContaining("exact, text, similarity, f1, fields, none");
        assertThatThrownBy(() -> scorer("{'properties':{'a':{'x-winnow-score':'none'}}}"))
                .isInstanceOf(ScoreRefusedException.class);
    }

    @Test
    void a_property_of_the_keywords_name_and_data_that_look_like_it_are_no_rules() {
        assertThat(scorer("{'properties':{'x-winnow-score':{'type':'integer'}},'examples':[{'x-winnow-score':3}]}")
                        .fields())
                .hasSize(1);
    }

    @Test
    void numbers_with_huge_exponents_are_compared_without_writing_them_out() {
        assertThat(scores("{'properties':{'n':{}}}", "{'n':1}", "{'n':1}")).containsExactly(1.0);
        assertThat(scorer("{'properties':{'n':{}}}")
                        .score("{\"n\":1e999999999}", json("{'n':1}"))
                        .fields())
                .containsExactly(0.0);
    }
}
