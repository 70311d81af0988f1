package dev.winnow.text.constraint;

import static dev.winnow.text.constraint.SmallConstraints.TOKENS;
import static dev.winnow.text.constraint.SmallConstraints.accept;
import static dev.winnow.text.constraint.SmallConstraints.allows;
import static dev.winnow.text.constraint.SmallConstraints.constraint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Outputs near the limit of their tokens. */
class RoomTest {
    private static final String EVENT =
            "{'type':'object','required':['title','price'],'properties':{'title':{'type':'string'},"
                    + "'price':{'type':'integer','minimum':0}}}";

    @Test
    void output_of_the_shortest_limit_is_possible_and_one_below_is_refused() {
        Constraint constraint = constraint(EVENT);
        int shortest = constraint.shortestOutputTokens();

        String output = new Walk(TOKENS.vocabulary(), constraint.begin(shortest), new Random(1)).run(Walk.UNIFORM);

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
            assertThat(allows(tight, TOKENS.id(text))).isTrue();
            tight.accept(TOKENS.id(text));
            assertThat(tight.truncated()).isFalse();
        }
        assertThat(allows(tight, TOKENS.id("d"))).isFalse();
        assertThat(allows(tight, TOKENS.id("\""))).isTrue();
        tight.accept(TOKENS.id("\""));
        assertThat(tight.truncated()).isTrue();

        for (String text : List.of("\"", "a", "b")) {
            assertThat(allows(wide, TOKENS.id(text))).isTrue();
            wide.accept(TOKENS.id(text));
        }
        assertThat(allows(wide, TOKENS.id("\""))).isTrue();
        wide.accept(TOKENS.id("\""));
        assertThat(wide.finished()).isTrue();
        assertThat(wide.truncated()).isFalse();
    }

    @Test
    void text_that_ends_just_before_the_limit_is_not_flagged_for_characters_that_did_not_fit() {
        Cursor cursor = constraint("{'type':'string'}").begin(5);
        for (String text : List.of("\"", "a", "b")) {
            assertThat(allows(cursor, TOKENS.id(text))).isTrue();
            cursor.accept(TOKENS.id(text));
        }
        assertThat(allows(cursor, 1 + 0xf0)).as("four bytes and the quote").isFalse();
        assertThat(allows(cursor, TOKENS.id("c"))).isTrue();
        cursor.accept(TOKENS.id("\""));

        assertThat(cursor.finished()).isTrue();
        assertThat(cursor.truncated()).isFalse();
    }

    @Test
    void list_that_was_closed_for_want_of_room_is_flagged_though_some_room_is_left() {
        Cursor cursor = constraint("{'type':'array','items':{'type':'array','items':{'type':'null'},'minItems':2}}")
                .begin(11);
        accept(cursor, "[[null,null]");
        assertThat(cursor.truncated()).isFalse();

        assertThat(allows(cursor, TOKENS.id(","))).isFalse();
        accept(cursor, "]");
        assertThat(cursor.truncated()).isTrue();
    }
}
