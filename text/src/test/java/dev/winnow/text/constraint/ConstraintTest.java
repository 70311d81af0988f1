package dev.winnow.text.constraint;

import static dev.winnow.text.constraint.SmallConstraints.TOKENS;
import static dev.winnow.text.constraint.SmallConstraints.accept;
import static dev.winnow.text.constraint.SmallConstraints.allows;
import static dev.winnow.text.constraint.SmallConstraints.constraint;
import static dev.winnow.text.constraint.SmallConstraints.text;
import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is allowed and what is forced. */
class ConstraintTest {
    private static final String EVENT =
            "{'type':'object','required':['title','price'],'properties':{'title':{'type':'string'},"
                    + "'price':{'type':'integer','minimum':0}}}";

    @Test
    void structure_and_keys_are_forced_in_the_tokens_of_the_tokenizer() {
        Cursor cursor = constraint(EVENT).begin(100);

        assertThat(cursor.forced()).containsExactly(TOKENS.encode("{\"title\":\""));
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

        assertThat(allows(cursor, TOKENS.id("\",\""))).isTrue();
        cursor.accept(TOKENS.id("\",\""));
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
            cursor.accept(TOKENS.id("\""));
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
    void properties_come_in_their_order_and_required_ones_are_not_passed_over() {
        Cursor cursor = constraint("{'type':'object','required':['ab'],'properties':{'a':{'type':'null'},"
                        + "'ab':{'type':'null'},'abc':{'type':'null'},'b':{'type':'null'}}}")
                .begin(100);
        accept(cursor, "{\"ab");
        assertThat(text(cursor.forced())).as("abc would pass over ab").isEqualTo("\":null");
        accept(cursor, "\":null,\"");
        assertThat(allows(cursor, TOKENS.id("a"))).isTrue();
        assertThat(allows(cursor, TOKENS.id("b"))).isTrue();
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
                    () -> outputs.add(new Walk(TOKENS.vocabulary(), constraint.begin(150), random).run(Walk.UNIFORM))));
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
