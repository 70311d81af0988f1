package dev.winnow.common.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Span;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.Windows;
import dev.winnow.common.work.WorkItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WireFormatTest {
    private static final UUID JOB = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final UUID LIFE = UUID.fromString("00000000-0000-0000-0000-000000000002");
    private static final ExtractionTask TASK = new ExtractionTask(
            JsonNodeFactory.instance.objectNode().put("type", "object"),
            "sha256:00",
            null,
            512,
            true,
            Sampling.GREEDY,
            120,
            new Windows(4000, 200));

    @Test
    void work_survives_the_wire() {
        ShardWork work = work("Bücher für 3 €");

        assertThat(WireFormat.readWork(WireFormat.write(work))).isEqualTo(work);
    }

    @Test
    void windows_are_named_on_the_wire_and_older_coordinators_send_none() {
        String text = new String(WireFormat.write(work("x")), UTF_8);

        assertThat(text).contains(",\"windows\":{\"prompt_tokens\":4000,\"overlap_tokens\":200}");
        ShardWork older = (ShardWork) WireFormat.readWork(
                text.replaceFirst(",\"windows\":\\{.*?}", "").getBytes(UTF_8));
        assertThat(older.task().windows()).isNull();
        assertThat(older.items()).isEqualTo(work("x").items());
    }

    @Test
    void results_survive_the_wire() {
        ItemsFinished finished = new ItemsFinished(
                new ShardAttempt(7, 2),
                JOB,
                LIFE,
                List.of(
                        new ItemOutput(
                                3,
                                "{\"title\":\"x\"}",
                                false,
                                new Usage(412, 88, 31, 0.61),
                                new Provenance("m", "f16", null, "sha256:00", "sha256:01"),
                                Evidence.NONE),
                        new ItemFailure(4, ErrorCode.TIME_LIMIT, "passed 120 s")));

        assertThat(WireFormat.readResult(WireFormat.write(finished))).isEqualTo(finished);
    }

    @Test
    void evidence_survives_the_wire_and_older_workers_send_none() {
        Map<String, Span> spans = new LinkedHashMap<>();
        spans.put("/title", new Span(3, 4));
        spans.put("/author", null);
        ItemsFinished finished = finished(new Evidence(Map.of("/title", 0.5), spans));

        String text = new String(WireFormat.write(finished), UTF_8);

        assertThat(text).contains("\"spans\":{\"/title\":[3,4],\"/author\":null}");
        assertThat(WireFormat.readResult(text.getBytes(UTF_8))).isEqualTo(finished);
        assertThat(WireFormat.readResult(
                        text.replaceFirst(",\"evidence\":\\{.*?}}", "").getBytes(UTF_8)))
                .isEqualTo(finished(Evidence.NONE));
    }

    private static ItemsFinished finished(Evidence evidence) {
        return new ItemsFinished(
                new ShardAttempt(7, 2),
                JOB,
                LIFE,
                List.of(new ItemOutput(
                        3,
                        "{\"title\":\"x\"}",
                        false,
                        new Usage(412, 88, 31, 0.61),
                        new Provenance("m", "f16", null, "sha256:00", "sha256:01"),
                        evidence)));
    }

    @Test
    void names_version_and_type_on_the_wire_are_the_published_ones() {
        String text = new String(WireFormat.write(work("x")), UTF_8);

        assertThat(text).contains("\"v\":1", "\"type\":\"shard_work\"", "\"max_output_tokens\":512", "\"position\":0");
    }

    @Test
    void unknown_fields_are_ignored() {
        String text = new String(WireFormat.write(work("x")), UTF_8).replaceFirst("\\{", "{\"hue\":\"blue\",");

        assertThat(WireFormat.readWork(text.getBytes(UTF_8))).isEqualTo(work("x"));
    }

    @Test
    void unknown_versions_and_types_are_refused_with_the_remedy() {
        String text = new String(WireFormat.write(work("x")), UTF_8);

        assertRefused(text.replace("\"v\":1", "\"v\":2"), "version 2", "same release");
        assertRefused(text.replace("\"v\":1", "\"w\":1"), "version none");
        assertRefused(text.replace("shard_work", "shard_play"), "shard_play");
    }

    @Test
    void what_breaks_a_records_rule_is_refused() {
        String text = new String(WireFormat.write(work("x")), UTF_8);

        assertRefused(text.replace("\"attempt\":1", "\"attempt\":0"), "attempt must be at least 1");
        assertRefused("no json", "cannot be read");
    }

    @Test
    void messages_over_the_limit_are_neither_written_nor_read() {
        ShardWork huge = work("x".repeat(SizeLimits.MESSAGE_BYTES));

        assertThatThrownBy(() -> WireFormat.write(huge)).isInstanceOf(MessageRefusedException.class);
        assertThatThrownBy(() -> WireFormat.readWork(new byte[SizeLimits.MESSAGE_BYTES + 1]))
                .isInstanceOf(MessageRefusedException.class)
                .hasMessageContaining(String.valueOf(SizeLimits.MESSAGE_BYTES));
    }

    @Test
    void an_item_may_be_without_an_instruction_but_not_with_a_blank_one() {
        String text = new String(WireFormat.write(work("x")), UTF_8);

        assertThat(WireFormat.readWork(text.replace("Give the title", "").getBytes(UTF_8)))
                .isInstanceOf(ShardWork.class);
        assertRefused(text.replace("Give the title", " "), "instruction must not be blank");
    }

    private static ShardWork work(String input) {
        return new ShardWork(
                new ShardAttempt(7, 1), JOB, TASK, false, List.of(new WorkItem(0, "Give the title", input)));
    }

    private static void assertRefused(String text, String... parts) {
        assertThatThrownBy(() -> WireFormat.readWork(text.getBytes(UTF_8)))
                .isInstanceOf(MessageRefusedException.class)
                .hasMessageContainingAll(parts);
    }
}
