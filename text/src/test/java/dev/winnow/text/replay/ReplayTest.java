package dev.winnow.text.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.text.replay.ReplayedSchema.Compilation;
import dev.winnow.text.tokenizer.SmallTokenizers;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    private static final Tokenizer TOKENIZER = Tokenizer.fromJson(SmallTokenizers.byteLevel());

    private static final String TITLE = "{'type': 'object', 'additionalProperties': false, 'required': ['title'],"
            + " 'properties': {'title': {'type': 'string'}}}";
    private static final String EXPRESSION = "{'type': 'string', 'format': 'regex'}";

    @TempDir
    Path folder;

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    @Test
    void valid_instances_that_are_allowed_and_invalid_ones_that_are_stopped_are_right() throws IOException {
        ReplayedSchema replayed =
                compact(TITLE, "{'valid': true, 'data': {'title': 'hello'}}", "{'valid': false, 'data': {'title': 1}}");

        assertThat(outcomes(replayed)).containsExactly(Outcome.RIGHT, Outcome.RIGHT);
        assertThat(replayed.masks().count()).isPositive();
        assertThat(summary(replayed)).satisfies(summary -> {
            assertThat(summary.allRight()).isEqualTo(1);
            assertThat(summary.instances()).isEqualTo(2);
            assertThat(summary.masks()).isEqualTo(replayed.masks().count());
        });
    }

    @Test
    void valid_instance_that_the_mask_stops_is_wrongly_rejected_and_says_where() throws IOException {
        ReplayedSchema replayed = compact(TITLE, "{'valid': true, 'data': {'title': 7}}");

        assertThat(replayed.instances()).singleElement().satisfies(instance -> {
            assertThat(instance.outcome()).isEqualTo(Outcome.STOPPED_BY_MASK);
            assertThat(instance.note()).isEqualTo("{\"title\":\u27e87\u27e9");
        });
        assertThat(summary(replayed).wronglyRejected()).isEqualTo(1);
        assertThat(summary(replayed).allRight()).isZero();
    }

    @Test
    void output_that_may_not_end_yet_is_no_instance() throws IOException {
        ReplayedSchema replayed = compact("{'type': 'integer', 'minimum': 10}", "{'valid': true, 'data': 1}");

        assertThat(replayed.instances())
                .singleElement()
                .extracting(ReplayedInstance::note)
                .isEqualTo("1\u27e8end\u27e9");
    }

    @Test
    void invalid_instance_that_nothing_stops_is_wrongly_accepted() throws IOException {
        ReplayedSchema replayed = compact(TITLE, "{'valid': false, 'data': {'title': 'fine'}}");

        assertThat(outcomes(replayed)).containsExactly(Outcome.ACCEPTED);
        assertThat(summary(replayed).wronglyAccepted()).isEqualTo(1);
        assertThat(summary(replayed).acceptedByMask()).isEqualTo(1);
    }

    @Test
    void what_the_check_finds_was_accepted_by_the_mask_alone() throws IOException {
        ReplayedSchema replayed =
                compact(EXPRESSION, "{'valid': true, 'data': '^a+$'}", "{'valid': false, 'data': '^(abc]'}");

        assertThat(outcomes(replayed)).containsExactly(Outcome.RIGHT, Outcome.FOUND_BY_CHECK);
        assertThat(summary(replayed).wronglyAccepted()).isZero();
        assertThat(summary(replayed).acceptedByMask()).isEqualTo(1);
        assertThat(summary(replayed).allRight()).isEqualTo(1);
    }

    @Test
    void valid_instance_that_the_check_refuses_is_wrongly_rejected() throws IOException {
        ReplayedSchema replayed = compact(EXPRESSION, "{'valid': true, 'data': '^(abc]'}");

        assertThat(outcomes(replayed)).containsExactly(Outcome.STOPPED_BY_CHECK);
        assertThat(summary(replayed).wronglyRejected()).isEqualTo(1);
        assertThat(summary(replayed).rejectedByCheck()).isEqualTo(1);
    }

    @Test
    void valid_instance_that_takes_too_much_work_to_check_is_wrongly_rejected_and_says_so() throws IOException {
        ReplayedSchema replayed =
                compact("""
                {'type': 'object', 'properties': {'e': {'type': 'string', 'format': 'regex'}},
                 'allOf': [{'properties': {'a': {'$ref': '#'}}}, {'properties': {'a': {'$ref': '#'}}}]}
                """, "{'valid': true, 'data': " + "{'a':".repeat(40) + "{}" + "}".repeat(40) + "}");

        assertThat(replayed.instances()).singleElement().satisfies(instance -> {
            assertThat(instance.outcome()).isEqualTo(Outcome.STOPPED_BY_CHECK);
            assertThat(instance.note()).contains("to check the output takes more than");
        });
    }

    @Test
    void refused_schema_has_no_instances_but_a_reason_and_a_time() throws IOException {
        ReplayedSchema replayed = compact("{'type': 'text'}", "{'valid': true, 'data': 'a'}");

        assertThat(replayed.compilation()).isEqualTo(Compilation.REFUSED);
        assertThat(replayed.reason()).contains("type");
        assertThat(replayed.compileNanos()).isPositive();
        assertThat(replayed.instances()).isEmpty();
        assertThat(summary(replayed).refused()).isEqualTo(1);
        assertThat(summary(replayed).failed()).isZero();
    }

    @Test
    void schema_that_an_instance_throws_at_failed_and_counts_as_refused() throws IOException {
        Replay replay = new Replay(TOKENIZER.vocabulary(), TOKENIZER, (schema, data) -> {
            throw new IllegalStateException("no text");
        });
        ReplayedSchema replayed = replay.replay(read(TITLE, "{'valid': true, 'data': {}}"));

        assertThat(replayed.compilation()).isEqualTo(Compilation.FAILED);
        assertThat(replayed.reason()).contains("no text", "ReplayTest");
        assertThat(summary(replayed).refused()).isEqualTo(1);
        assertThat(summary(replayed).failed()).isEqualTo(1);
    }

    @Test
    void one_candidate_that_passes_is_enough_to_be_accepted() throws IOException {
        Replay replay = new Replay(
                TOKENIZER.vocabulary(), TOKENIZER, (schema, data) -> List.of("{}", "{\"title\":\"a\"}", "{\"title"));

        assertThat(outcomes(replay.replay(read(TITLE, "{'valid': true, 'data': 0}"))))
                .containsExactly(Outcome.RIGHT);
        assertThat(outcomes(replay.replay(read(TITLE, "{'valid': false, 'data': 0}"))))
                .containsExactly(Outcome.ACCEPTED);
    }

    @Test
    void instances_as_written_keep_what_compact_ones_lose() throws IOException {
        TestedSchema tested = read("{'type': 'number'}", "{'valid': true, 'data': 1.50}");

        assertThat(outcomes(Replay.asWritten(TOKENIZER.vocabulary(), TOKENIZER).replay(tested)))
                .containsExactly(Outcome.RIGHT);
        assertThat(tested.instances().get(0).source()).isEqualTo("1.50");
        assertThat(SchemaOrder.text(tested.instances().get(0).data())).isEqualTo("1.5");
    }

    @Test
    void names_and_unique_items_as_written_may_have_escapes_that_they_do_not_need() throws IOException {
        TestedSchema tested = read(
                "{'properties': {'caf\u00e9': {'uniqueItems': true}}}",
                "{'valid': true, 'data': {'caf\\u00e9': ['\\ud83d\\ude00', '\\u000a\\/'], '\\u00fc': 1}}",
                "{'valid': false, 'data': {'caf\\u00e9': ['\\u00fc', '\\u00fc']}}");

        assertThat(outcomes(Replay.asWritten(TOKENIZER.vocabulary(), TOKENIZER).replay(tested)))
                .containsExactly(Outcome.RIGHT, Outcome.RIGHT);
    }

    @Test
    void keywords_are_counted_where_they_stand_for_keywords() throws IOException {
        KeywordTally tally = new KeywordTally();
        tally.add(compact(TITLE, "{'valid': true, 'data': {'title': 7}}"));
        tally.add(compact("{'type': 'text', 'enum': [{'const': 1}], 'title': 'pattern'}"));
        tally.add(compact("{'properties': {'pattern': {'maxLength': 'a'}}}"));

        assertThat(tally.rows())
                .extracting(KeywordTally.Row::keyword)
                .containsExactly("additionalProperties", "enum", "maxLength", "properties", "required", "type");
        assertThat(tally.rows()).contains(new KeywordTally.Row("type", 0, 0, 1, 1));
    }

    private ReplayedSchema compact(String schema, String... tests) throws IOException {
        return new Replay(TOKENIZER.vocabulary(), TOKENIZER, new SchemaOrder()).replay(read(schema, tests));
    }

    private TestedSchema read(String schema, String... tests) throws IOException {
        String text = "{'schema': " + schema + ", 'tests': [" + String.join(", ", tests) + "]}";
        return new SchemaTests()
                .read(Files.writeString(folder.resolve("tests.json"), text.replace('\'', '"')))
                .get(0);
    }

    private static List<Outcome> outcomes(ReplayedSchema replayed) {
        return replayed.instances().stream().map(ReplayedInstance::outcome).toList();
    }

    private static ReplaySummary summary(ReplayedSchema replayed) {
        ReplayTally tally = new ReplayTally();
        tally.add(replayed);
        return tally.summary();
    }
}
