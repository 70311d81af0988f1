package dev.winnow.text.constraint;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.UnlistedProperties;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forced tokens and those that a tokenizer puts across the end of what is forced. */
class ForcedRunsTest {
    private static final String NULLABLE =
            "{'type':'object','required':['by'],'properties':{'by':{'type':['string','null']}}}";
    private static final String TEXT = "{\"by\":\"null\",\"kind\":[null,12.5,true],\"ab\":{\"a\":\"\"},\"é\":false}";

    private static String text(SmallVocabulary tokens, int[] forced) {
        List<Integer> list = Arrays.stream(forced).boxed().toList();
        return new String(tokens.spell(list), StandardCharsets.UTF_8);
    }

    private static Cursor cursor(SmallVocabulary tokens, String schema) {
        return tokens.compiler().compile(SchemaCompiler.compile(json(schema))).begin(50);
    }

    private static boolean allows(SmallVocabulary tokens, Cursor cursor, String token) {
        long[] mask = new long[(tokens.size() + 63) / 64];
        cursor.allow(mask);
        int id = tokens.id(token);
        return (mask[id >> 6] >> (id & 63) & 1) != 0;
    }

    @Test
    void last_token_is_the_models_where_the_tokenizer_may_put_another_across_the_border() {
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes().with("{\"", "\":", "\":\"", "null");
        Cursor cursor = cursor(tokens, NULLABLE);

        assertThat(text(tokens, cursor.forced())).isEqualTo("{\"by");
        for (int token : cursor.forced()) {
            cursor.accept(token);
        }

        assertThat(cursor.forced()).isEmpty();
        assertThat(allows(tokens, cursor, "\":")).isTrue();
        assertThat(allows(tokens, cursor, "\":\"")).isTrue();
    }

    @Test
    void several_tokens_are_open_if_one_may_replace_them() {
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes().with("{\"", "by\":n");
        Cursor cursor = cursor(tokens, NULLABLE);

        assertThat(text(tokens, cursor.forced())).as("b, y and a quote").isEqualTo("{\"by\":");
        tokens = SmallVocabulary.ofAllBytes().with("{\"", "y\":n");
        assertThat(text(tokens, cursor(tokens, NULLABLE).forced())).isEqualTo("{\"b");
    }

    @Test
    void whole_run_is_forced_where_nothing_that_the_schema_allows_lies_across() {
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes().with("{\"", "\":", "\":[", "\":1");

        assertThat(text(tokens, cursor(tokens, NULLABLE).forced())).isEqualTo("{\"by\":");
    }

    @Test
    void near_the_limit_the_run_is_forced_to_its_end() {
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes().with("{\"by", "\":", "\":\"");
        Constraint constraint = tokens.compiler().compile(SchemaCompiler.compile(json(NULLABLE)));
        int shortest = constraint.shortestOutputTokens();

        String output = new Walk(tokens.vocabulary(), constraint.begin(shortest), new Random(1)).run(Walk.UNIFORM);

        assertThat(output).isEqualTo("{\"by\":\"\"}");
    }

    /** The nearest end is known by bytes until alternatives are told apart, and may be one of more tokens till then. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void canonical_tokens_are_forced_only_where_there_is_room_after_each_of_them(long seed) {
        Trial trial = new Trial(json("""
                {'type':'object','required':['a','name'],'properties':{'a':{'type':'object','anyOf':[
                    {'properties':{'n2':{'type':'null'},'b':{'type':'null'}},'required':['n2','b']},
                    {'properties':{'n2':{'type':'string','format':'ipv4'}},'required':['n2']}]}}}"""));

        assertThat(trial.wander(UnlistedProperties.LEFT_OUT, 12, seed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void forced_tokens_are_those_of_the_whole_document(long seed) {
        Random random = new Random(seed);
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes().withPiecesOf(TEXT, 60, random);
        RandomSchemas schemas = new RandomSchemas(random);
        ConstraintCompiler compiler = tokens.compiler();
        int taken = 0;
        for (int round = 0; round < 60; round++) {
            JsonNode schema = schemas.next(3);
            Constraint constraint = compiler.compile(SchemaCompiler.compile(schema));
            int limit = constraint.shortestOutputTokens() + 100;
            String document = new Walk(tokens.vocabulary(), constraint.begin(limit), random).run(Walk.UNIFORM);
            int[] whole = tokens.encode(document);
            Cursor cursor = constraint.begin(whole.length + 200);
            for (int i = 0; i < whole.length; i++) {
                int[] forced = cursor.forced();
                int[] comes = Arrays.copyOfRange(whole, i, Math.min(whole.length, i + forced.length));
                assertThat(forced).as("%s in %s", schema, document).isEqualTo(comes);
                taken += forced.length > 0 ? 1 : 0;
                cursor.accept(whole[i]);
            }
        }
        assertThat(taken).isGreaterThan(100);
    }
}
