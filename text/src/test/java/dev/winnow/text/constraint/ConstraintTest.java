package dev.winnow.text.constraint;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.winnow.text.schema.SchemaCompiler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConstraintTest {
    private static final String EVENT =
            "{'type':'object','required':['title','price'],'properties':{'title':{'type':'string'},"
                    + "'price':{'type':'integer','minimum':0}}}";

    private final SmallVocabulary tokens = SmallVocabulary.ofAllBytes()
            .with("{\"", "title", "\":\"", "\",\"", "price", "\":", "    ", "null", "north", "orth");

    private Constraint constraint(String schema) {
        return tokens.compiler().compile(SchemaCompiler.compile(json(schema)));
    }

    private String text(int... ids) {
        List<Integer> list = new ArrayList<>();
        for (int id : ids) {
            list.add(id);
        }
        return new String(tokens.spell(list), StandardCharsets.UTF_8);
    }

    private void accept(Cursor cursor, String text) {
        for (int token : tokens.encode(text)) {
            cursor.accept(token);
        }
    }

    private boolean allows(Cursor cursor, int token) {
        long[] mask = new long[(tokens.size() + 63) / 64];
        cursor.allow(mask);
        return (mask[token >> 6] >> (token & 63) & 1) != 0;
    }

    @Test
    void structure_and_keys_are_forced_in_the_tokens_of_the_tokenizer() {
        Cursor cursor = constraint(EVENT).begin(100);

        assertThat(cursor.forced()).containsExactly(tokens.encode("{\"title\":\""));
        accept(cursor, "{\"title\":\"");
        assertThat(cursor.forced()).isEmpty();
        accept(cursor, "Fair\"");
        assertThat(text(cursor.forced())).isEqualTo(",\"price\":");
        accept(cursor, ",\"price\":1");
        assertThat(cursor.forced()).isEmpty();
        accept(cursor, "}");
        assertThat(cursor.finished()).isTrue();
        assertThat(cursor.truncated()).isFalse();
    }

    @Test
    void token_across_a_value_and_its_structure_is_allowed() {
        Cursor cursor = constraint(EVENT).begin(100);
        accept(cursor, "{\"title\":\"Fair");

        assertThat(allows(cursor, tokens.id("\",\""))).isTrue();
        cursor.accept(tokens.id("\",\""));
        assertThat(text(cursor.forced())).isEqualTo("price\":");
    }

    @Test
    void rest_of_the_only_literal_left_is_forced_but_not_what_several_share() {
        Cursor cursor = constraint("{'enum':['north','nest','south']}").begin(20);

        assertThat(cursor.forced()).isEmpty();
        accept(cursor, "\"n");
        assertThat(cursor.forced()).isEmpty();
        accept(cursor, "o");
        assertThat(text(cursor.forced())).isEqualTo("rth\"");
    }

    @Test
    void output_of_the_shortest_limit_is_possible_and_one_below_is_refused() {
        Constraint constraint = constraint(EVENT);
        int shortest = constraint.shortestOutputTokens();

        String output = new Walk(tokens.vocabulary(), constraint.begin(shortest), new Random(1)).run(Walk.UNIFORM);

        assertThat(output).matches("\\{\"title\":\"\",\"price\":[0-9]\\}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> constraint.begin(shortest - 1))
                .withMessageContaining(String.valueOf(shortest));
    }

    @Test
    void output_that_the_limit_has_shaped_is_flagged_and_no_other() {
        Constraint constraint = constraint("{'type':'string'}");
        Cursor tight = constraint.begin(5);
        Cursor wide = constraint.begin(40);

        for (String text : List.of("\"", "a", "b", "c")) {
            assertThat(allows(tight, tokens.id(text))).isTrue();
            tight.accept(tokens.id(text));
            assertThat(tight.truncated()).isFalse();
        }
        assertThat(allows(tight, tokens.id("d"))).isFalse();
        assertThat(allows(tight, tokens.id("\""))).isTrue();
        tight.accept(tokens.id("\""));
        assertThat(tight.truncated()).isTrue();

        for (String text : List.of("\"", "a", "b")) {
            assertThat(allows(wide, tokens.id(text))).isTrue();
            wide.accept(tokens.id(text));
        }
        assertThat(allows(wide, tokens.id("\""))).isTrue();
        wide.accept(tokens.id("\""));
        assertThat(wide.finished()).isTrue();
        assertThat(wide.truncated()).isFalse();
    }

    @Test
    void text_that_ends_just_before_the_limit_is_not_flagged_for_characters_that_did_not_fit() {
        Cursor cursor = constraint("{'type':'string'}").begin(5);
        for (String text : List.of("\"", "a", "b")) {
            assertThat(allows(cursor, tokens.id(text))).isTrue();
            cursor.accept(tokens.id(text));
        }
        assertThat(allows(cursor, 1 + 0xf0)).as("four bytes and the quote").isFalse();
        assertThat(allows(cursor, tokens.id("c"))).isTrue();
        cursor.accept(tokens.id("\""));

        assertThat(cursor.finished()).isTrue();
        assertThat(cursor.truncated()).isFalse();
    }

    @Test
    void list_that_was_closed_for_want_of_room_is_flagged_though_some_room_is_left() {
        Cursor cursor = constraint("{'type':'array','items':{'type':'array','items':{'type':'null'},'minItems':2}}")
                .begin(11);
        accept(cursor, "[[null,null]");
        assertThat(cursor.truncated()).isFalse();

        assertThat(allows(cursor, tokens.id(","))).isFalse();
        accept(cursor, "]");
        assertThat(cursor.truncated()).isTrue();
    }

    @Test
    void number_that_is_the_whole_output_may_end_or_go_on() {
        Cursor cursor =
                constraint("{'type':'integer','minimum':0,'maximum':99}").begin(10);

        assertThat(cursor.mayEnd()).isFalse();
        accept(cursor, "4");
        assertThat(cursor.mayEnd()).isTrue();
        assertThat(cursor.finished()).isFalse();
        accept(cursor, "2");
        assertThat(cursor.finished()).isTrue();
    }

    @Test
    void listed_number_that_begins_another_may_end() {
        for (String schema : List.of("{'enum':[1,2,10]}", "{'enum':[1,10]}", "{'anyOf':[{'const':1},{'const':10}]}")) {
            Cursor cursor = constraint(schema).begin(10);
            accept(cursor, "1");

            assertThat(cursor.mayEnd()).as(schema).isTrue();
            assertThat(cursor.finished()).as(schema).isFalse();
            assertThat(cursor.forced()).as(schema).isEmpty();
        }
        Cursor between =
                constraint("{'type':'integer','minimum':1,'maximum':10}").begin(10);
        accept(between, "1");
        assertThat(between.mayEnd()).isTrue();
        assertThat(between.forced()).isEmpty();
        Cursor inside = constraint("{'type':'array','items':{'enum':[1,10]},'minItems':1,'maxItems':1}")
                .begin(10);
        accept(inside, "[1");
        assertThat(inside.mayEnd()).isFalse();
        assertThat(inside.forced()).isEmpty();
    }

    @Test
    void numbers_do_not_grow_for_ever() {
        Cursor cursor = constraint("{'type':'object','properties':{'n':{'type':'number'}},'required':['n']}")
                .begin(1000);
        accept(cursor, "{\"n\":-123456789012345678901.12345678901234567890");

        assertThat(text(cursor.forced())).isEqualTo("}");
    }

    @Test
    void what_is_no_unicode_is_not_allowed_byte_by_byte_or_escaped() {
        for (String wrong : List.of(
                "c080", "eda080", "f4908080", "f5", "80", "0a", "5c7530303030", "5c756463", "5c75643830305c6e")) {
            Cursor cursor = constraint("{'type':'string'}").begin(100);
            cursor.accept(tokens.id("\""));
            byte[] bytes = java.util.HexFormat.of().parseHex(wrong);
            boolean allowed = true;
            for (int i = 0; i < bytes.length && allowed; i++) {
                int token = 1 + (bytes[i] & 0xff);
                allowed = allows(cursor, token);
                if (allowed) {
                    cursor.accept(token);
                }
            }
            assertThat(allowed).as(wrong).isFalse();
        }
    }

    @Test
    void escaped_pair_of_surrogates_is_one_character() {
        Cursor cursor = constraint("{'type':'string','maxLength':1}").begin(100);
        accept(cursor, "\"\\ud83D\\uDe00");

        assertThat(text(cursor.forced())).isEqualTo("\"");
    }

    @Test
    void vocabulary_that_lacks_bytes_is_refused_by_their_names() {
        SmallVocabulary poor = SmallVocabulary.of("{", "\"", "a", ":", "null");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> poor.compiler()
                        .compile(SchemaCompiler.compile(
                                json("{'type':'object','properties':{'a':{'type':'null'}},'required':['a']}"))))
                .withMessageContaining("0x7d");
    }

    @Test
    void character_that_the_vocabulary_cannot_complete_is_never_begun() {
        SmallVocabulary halves =
                SmallVocabulary.of("\"", "a").withBytes(0xc3).withBytes(0xe2).withBytes(0xa9);
        Cursor cursor = halves.compiler()
                .compile(SchemaCompiler.compile(json("{'type':'string'}")))
                .begin(10);
        cursor.accept(0);
        long[] mask = new long[1];
        cursor.allow(mask);

        assertThat(mask[0])
                .as("quote, a, C3 (A9 completes it), E2 (twice A9 does)")
                .isEqualTo(0b01111);
    }

    @Test
    void tokens_with_the_same_bytes_are_all_allowed() {
        SmallVocabulary twins = SmallVocabulary.of("1", "2", "1");
        Cursor cursor = twins.compiler()
                .compile(SchemaCompiler.compile(json("{'const':1}")))
                .begin(1);
        long[] mask = {-1L};
        cursor.allow(mask);

        assertThat(mask[0]).isEqualTo(0b101);
    }

    @Test
    void long_lists_and_texts_are_compiled_without_deep_recursion() {
        Constraint lists = constraint("{'type':'array','minItems':5000,'items':{'type':'object','required':['a'],"
                + "'properties':{'a':{'type':'null'}}}}");
        Constraint texts = constraint("{'type':'string','minLength':60000}");

        assertThat(lists.shortestOutputTokens()).isGreaterThan(5000);
        assertThat(texts.shortestOutputTokens()).isEqualTo(15_000 + 2);
        assertThat(lists.begin(1_000_000).forced()).isNotEmpty();
    }

    @Test
    void long_enum_in_a_long_list_is_held_once() {
        StringBuilder names = new StringBuilder("'name 0'");
        for (int i = 1; i < 5000; i++) {
            names.append(",'name ").append(i).append("'");
        }
        Constraint constraint = constraint("{'type':'array','maxItems':3000,'items':{'enum':[" + names + "]}}");
        Cursor cursor = constraint.begin(100_000);
        accept(cursor, "[");
        for (int i = 0; i < 2999; i++) {
            accept(cursor, "\"name 7\",");
        }
        accept(cursor, "\"name 4999");

        assertThat(text(cursor.forced())).isEqualTo("\"]");
    }

    /** Made for each place, the 2,000 keys would be some gigabytes. */
    @Test
    void many_properties_that_may_be_left_out_are_held_once_for_all_places() {
        StringBuilder properties = new StringBuilder("'" + "key".repeat(60) + " 0':{'type':'null'}");
        for (int i = 1; i < 2000; i++) {
            properties
                    .append(",'")
                    .append("key".repeat(60))
                    .append(' ')
                    .append(i)
                    .append("':{'type':'null'}");
        }
        Constraint constraint =
                constraint("{'type':'array','minItems':4,'items':{'type':'object','properties':{" + properties + "}}}");
        Cursor cursor = constraint.begin(10_000_000);
        for (int item = 0; item < 4; item++) {
            accept(cursor, item == 0 ? "[{" : ",{");
            for (int i = 0; i < 2000; i += 2) {
                for (byte value : ((i == 0 ? "" : ",") + "\"" + "key".repeat(60) + " " + i + "\":null")
                        .getBytes(StandardCharsets.UTF_8)) {
                    cursor.accept(1 + value);
                }
            }
            assertThat(allows(cursor, tokens.id(","))).isTrue();
            accept(cursor, "}");
        }
        accept(cursor, "]");

        assertThat(cursor.finished()).isTrue();
    }

    @Test
    void properties_come_in_their_order_and_required_ones_are_not_passed_over() {
        Cursor cursor = constraint("{'type':'object','required':['ab'],'properties':{'a':{'type':'null'},"
                        + "'ab':{'type':'null'},'abc':{'type':'null'},'b':{'type':'null'}}}")
                .begin(100);
        accept(cursor, "{\"ab");
        assertThat(text(cursor.forced())).as("abc would pass over ab").isEqualTo("\":null");
        accept(cursor, "\":null,\"");
        assertThat(allows(cursor, tokens.id("a"))).isTrue();
        assertThat(allows(cursor, tokens.id("b"))).isTrue();
        accept(cursor, "a");
        assertThat(text(cursor.forced())).isEqualTo("bc\":null");
        accept(cursor, "bc\":null");
        accept(cursor, ",");
        assertThat(text(cursor.forced())).isEqualTo("\"b\":null}");
    }

    @Test
    void cursors_of_one_constraint_walk_at_the_same_time() throws InterruptedException {
        Constraint constraint = constraint("{'type':'array','minItems':2,'items':" + EVENT + "}");
        List<String> outputs = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            threads.add(new Thread(
                    () -> outputs.add(new Walk(tokens.vocabulary(), constraint.begin(150), random).run(Walk.UNIFORM))));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        var validator =
                new dev.winnow.text.schema.OutputValidator(json("{'type':'array','minItems':2,'items':" + EVENT + "}"));

        assertThat(outputs).hasSize(4).allSatisfy(output -> assertThat(validator.problems(output))
                .isEmpty());
    }
}
