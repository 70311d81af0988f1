package dev.winnow.text.constraint;

import static dev.winnow.text.constraint.SmallConstraints.TOKENS;
import static dev.winnow.text.constraint.SmallConstraints.accept;
import static dev.winnow.text.constraint.SmallConstraints.allows;
import static dev.winnow.text.constraint.SmallConstraints.constraint;
import static dev.winnow.text.constraint.SmallConstraints.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is long is held once. */
class LargeSchemasTest {
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
            assertThat(allows(cursor, TOKENS.id(","))).isTrue();
            accept(cursor, "}");
        }
        accept(cursor, "]");

        assertThat(cursor.finished()).isTrue();
    }
}
