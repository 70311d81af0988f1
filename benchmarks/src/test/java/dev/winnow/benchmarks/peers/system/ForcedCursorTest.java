package dev.winnow.benchmarks.peers.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.document.Document;
import dev.winnow.benchmarks.peers.document.SmallModel;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.text.constraint.Cursor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForcedCursorTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String OUTPUT = "{\"title\":\"hello\",\"price\":450}";
    private static final int ROOM = 100;

    private final TextModel texts;
    private final List<Integer> output;
    private final Cursor schema;
    private final ForcedCursor forced;

    ForcedCursorTest() throws IOException {
        texts = SmallModel.texts(MAPPER.readTree("""
                {"type":"object","required":["title","price"],"properties":{
                "title":{"type":"string"},"price":{"type":"integer"}}}"""));
        output = texts.tokens(List.of(new Document("a", "", "A bicycle.", MAPPER.readTree(OUTPUT))), new ArrayList<>())
                .get(0)
                .reference();
        schema = texts.constraint().begin(ROOM);
        forced = new ForcedCursor(texts.constraint().begin(ROOM), output);
    }

    @AfterEach
    void close() {
        texts.close();
    }

    private static BitSet allowed(Cursor cursor) {
        long[] mask = new long[8];
        cursor.allow(mask);
        return BitSet.valueOf(mask);
    }

    @Test
    void only_the_next_token_of_the_output_is_allowed_where_the_schema_allows_others() {
        int choices = 0;
        for (int token : output) {
            assertThat(allowed(forced).stream()).containsExactly(token);
            choices += allowed(schema).cardinality() > 1 ? 1 : 0;
            schema.accept(token);
            forced.accept(token);
        }

        assertThat(choices).isPositive();
    }

    @Test
    void what_the_schema_forces_stays_forced_and_nothing_else() {
        int tokens = 0;
        for (int token : output) {
            assertThat(forced.forced()).isEqualTo(schema.forced());
            tokens += schema.forced().length == 0 ? 0 : 1;
            schema.accept(token);
            forced.accept(token);
        }

        assertThat(tokens).isPositive().isLessThan(output.size());
    }

    @Test
    void it_is_finished_with_the_last_token_and_not_before() {
        for (int token : output) {
            assertThat(forced.finished()).isFalse();
            assertThat(forced.mayEnd()).isFalse();
            forced.accept(token);
        }

        assertThat(forced.finished()).isTrue();
        assertThat(forced.mayEnd()).isTrue();
        assertThat(forced.truncated()).isFalse();
    }

    @Test
    void another_token_is_refused_and_changes_nothing() {
        int other = output.get(0) + 1;

        assertThatIllegalArgumentException()
                .isThrownBy(() -> forced.accept(other))
                .withMessage("token %d at 0, but the output has %d", other, output.get(0));
        output.forEach(forced::accept);

        assertThat(forced.finished()).isTrue();
    }
}
