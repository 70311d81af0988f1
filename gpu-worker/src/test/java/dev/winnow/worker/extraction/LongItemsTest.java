package dev.winnow.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.Span;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.Windows;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import dev.winnow.worker.extraction.ScriptedGenerator.Taken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The model has a token for each byte. */
class LongItemsTest {
    private static final int CONTEXT = 400;
    private static final Windows WINDOWS = new Windows(200, 40);
    private static final String NAMES = "{\"type\": \"array\", \"items\": {\"type\": \"string\"}}";
    private static final Pattern NAME = Pattern.compile("(?<![^\\n])name-\\d{3}(?=\\n)");

    private final ScriptedGenerator generator = new ScriptedGenerator();
    private final ModelExtractor extractor = new ModelExtractor(
            new TextSide(new Pool("bytes", "f32"), ByteModel.text(), Set.of(ByteModel.END), CONTEXT),
            generator,
            () -> {});
    private final CollectedResults results = new CollectedResults();

    @AfterEach
    void close() {
        extractor.close();
    }

    @Test
    void a_long_item_becomes_one_result_of_all_that_its_windows_have_with_places_in_the_document() throws Exception {
        String document = "\uD83D\uDE00\n" + names(100) + "\n";
        extractor.start(task(NAMES, WINDOWS), item(document), results);
        List<Taken> windows = allTaken();
        // The last ones first: they end in any order.
        for (int i = windows.size() - 1; i >= 0; i--) {
            windows.get(i).listener().begun();
            windows.get(i).answer(found(windows.get(i)));
            int done = windows.size() - i;
            // Between two windows nothing is decoded: no time limit runs, and nobody hangs.
            await(() -> results.putBack.get() == Math.min(done, windows.size() - 1));
        }

        assertThat(windows).hasSizeGreaterThan(5);
        assertThat(results.next(10)).isInstanceOfSatisfying(ItemOutput.class, output -> {
            assertThat(output.position()).isEqualTo(3);
            assertThat(output.output()).isEqualTo(json(names(100)));
            assertThat(output.truncated()).isFalse();
            assertThat(output.evidence().spans()).hasSize(100).containsEntry("/41", new Span(2 + 41 * 9, 10 + 41 * 9));
            assertThat(output.evidence().confidence()).hasSize(100);
            assertThat(output.usage().inputTokens())
                    .isEqualTo(windows.stream()
                            .mapToInt(window -> window.request().prompt().length)
                            .sum());
            assertThat(output.usage().steps()).isEqualTo(7 * windows.size());
            assertThat(output.madeBy().prompt()).startsWith("sha256:");
        });
        assertThat(results.begun)
                .as("each window that begins shows that the item moves")
                .hasValue(windows.size());
        assertThat(results.isEmpty()).isTrue();
    }

    @Test
    void an_item_that_fits_is_asked_for_as_if_there_were_no_windows() throws Exception {
        extractor.start(task(NAMES, null), item("short"), results);
        extractor.start(task(NAMES, WINDOWS), item("short"), results);

        int[] whole = generator.next().request().prompt();
        Taken second = generator.next();
        assertThat(second.request().prompt()).isEqualTo(whole);
        second.fail(Reason.TIME_LIMIT, "passed 120 s");
        assertFailed(ErrorCode.TIME_LIMIT, "passed 120 s");
        assertThat(generator.load().waiting()).isZero();
    }

    @Test
    void windows_follow_as_the_generator_takes_them_and_the_next_item_after_them() throws Exception {
        extractor.start(task(NAMES, null), item("first"), results);
        Taken first = generator.next();
        generator.busy = true;
        extractor.start(task(NAMES, WINDOWS), item(names(100)), results);
        await(() -> generator.refusals.get() > 0);
        extractor.start(task(NAMES, null), item("last"), new CollectedResults());
        await(() -> extractor.load().waiting() == 2);

        generator.busy = false;
        first.answer("[]");
        List<Taken> taken = allTaken();

        assertThat(text(taken.get(taken.size() - 1))).contains("last");
        taken.forEach(window -> window.answer("[]"));
        results.next(10);
        assertThat(results.next(10)).isInstanceOfSatisfying(ItemOutput.class, output -> assertThat(output.output())
                .isEqualTo("[]"));
    }

    @Test
    void a_window_that_fails_fails_the_item_by_name_once_the_generator_has_let_go_of_the_others() throws Exception {
        extractor.start(task(NAMES, WINDOWS), item(names(100)), results);
        List<Taken> windows = allTaken();
        windows.get(0).answer("[]");
        windows.get(1).fail(Reason.TIME_LIMIT, "passed 120 s");
        await(() -> generator.cancelledCount() == windows.size() - 2);
        assertThat(results.isEmpty()).isTrue();

        windows.subList(2, windows.size()).forEach(window -> window.fail(Reason.CANCELLED, "cancelled"));

        assertFailed(ErrorCode.TIME_LIMIT, "window 2 of the document (code points ", "passed 120 s");
        assertThat(results.ended).hasValue(0);
        extractor.start(task(NAMES, null), item("next"), results);
        generator.next().answer("[]");
        assertThat(results.next(10)).isInstanceOf(ItemOutput.class);
    }

    @Test
    void cancelling_a_long_item_ends_all_its_windows_and_starts_no_more() throws Exception {
        Taken before = started("before");
        Extraction extraction = extractor.start(task(NAMES, WINDOWS), item(names(100)), results);
        List<Taken> windows = allTaken();

        extraction.cancel();
        await(() -> generator.cancelledCount() == windows.size());
        windows.forEach(window -> window.fail(Reason.CANCELLED, "cancelled"));
        await(() -> results.ended.get() == 1);

        before.answer("[]");
        assertThat(results.next(10)).isInstanceOf(ItemOutput.class);
        assertThat(results.isEmpty()).isTrue();
    }

    @Test
    void a_long_item_that_is_cancelled_while_the_generator_is_busy_ends_when_its_windows_have() throws Exception {
        Taken before = started("before");
        generator.takeOnly(3);
        Extraction extraction = extractor.start(task(NAMES, WINDOWS), item(names(100)), results);
        List<Taken> windows = List.of(generator.next(), generator.next(), generator.next());
        await(() -> generator.refusals.get() > 0);

        extraction.cancel();
        before.answer("[]");
        results.next(10);
        await(() -> extractor.load().waiting() == 0);
        assertThat(results.ended).hasValue(0);
        windows.forEach(window -> window.fail(Reason.CANCELLED, "cancelled"));
        await(() -> results.ended.get() == 1);
    }

    @Test
    void a_long_item_whose_windows_end_before_the_line_moves_ends_once() throws Exception {
        Taken before = started("before");
        generator.takeOnly(1);
        Extraction extraction = extractor.start(task(NAMES, WINDOWS), item(names(100)), results);
        Taken window = generator.next();
        await(() -> generator.refusals.get() > 0);

        extraction.cancel();
        window.fail(Reason.CANCELLED, "cancelled");
        before.answer("[]");
        assertThat(results.next(10)).isInstanceOf(ItemOutput.class);
        await(() -> extractor.load().waiting() == 0);

        assertThat(results.ended).hasValue(1);
        assertThat(results.isEmpty()).isTrue();
    }

    @Test
    void outputs_that_are_valid_each_and_not_together_fail_and_say_so() throws Exception {
        String one = """
                {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "maxProperties": 1}
                """;
        extractor.start(task(one, WINDOWS), item(names(40)), results);
        List<Taken> windows = allTaken();
        windows.get(0).answer("{\"a\":\"x\"}");
        windows.subList(1, windows.size()).forEach(window -> window.answer("{\"b\":\"y\"}"));

        assertFailed(ErrorCode.INVALID_OUTPUT, windows.size() + " windows fits the schema, but not");
    }

    @Test
    void a_list_that_would_be_too_long_is_cut_and_told_to_be() throws Exception {
        String few = "{\"type\": \"array\", \"items\": {\"type\": \"string\"}, \"maxItems\": 20}";
        extractor.start(task(few, WINDOWS), item(names(100) + "\n"), results);
        for (Taken window : allTaken()) {
            window.answer(found(window));
        }

        assertThat(results.next(10)).isInstanceOfSatisfying(ItemOutput.class, output -> {
            assertThat(output.output()).isEqualTo(json(names(20)));
            assertThat(output.truncated()).isTrue();
        });
    }

    @Test
    void an_item_that_cannot_be_cut_is_told_why_and_one_that_was_not_to_be_how() throws Exception {
        WorkItem wordy = new WorkItem(3, "say ".repeat(40), names(100));
        extractor.start(task(NAMES, WINDOWS), wordy, results);
        assertFailed(ErrorCode.ITEM_TOO_LONG, "windows of 200 prompt tokens", "needs at least 64", "window_tokens");

        extractor.start(task(NAMES, null), item(names(100)), results);
        assertFailed(ErrorCode.ITEM_TOO_LONG, "context of 400", "ask for windows");
    }

    @Test
    void windows_keep_to_the_workers_own_context_where_that_is_smaller() throws Exception {
        extractor.start(task(NAMES, new Windows(4_000, 40)), item(names(100)), results);

        assertThat(allTaken())
                .allSatisfy(window -> assertThat(window.request().tokens()).isLessThanOrEqualTo(CONTEXT));
    }

    private Taken started(String input) throws Exception {
        extractor.start(task(NAMES, null), item(input), results);
        return generator.next();
    }

    /** Everything that the generator is given before the extractor waits for it. */
    private List<Taken> allTaken() throws InterruptedException {
        await(() -> {
            int before = generator.load().waiting();
            int withLine = extractor.load().waiting();
            return before > 0 && withLine == before && generator.load().waiting() == before;
        });
        List<Taken> taken = new ArrayList<>();
        while (generator.load().waiting() > 0) {
            taken.add(generator.next());
        }
        return taken;
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj("name-%03d"::formatted).collect(Collectors.joining("\n"));
    }

    private static String json(String names) {
        return names.lines().collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }

    /** What an honest model would find in a window: whole lines. */
    private static String found(Taken window) {
        Matcher matcher = NAME.matcher(text(window) + "\n");
        List<String> names = new ArrayList<>();
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return json(String.join("\n", names));
    }

    private static String text(Taken window) {
        int[] prompt = window.request().prompt();
        byte[] bytes = new byte[prompt.length];
        for (int i = 0; i < prompt.length; i++) {
            bytes[i] = prompt[i] < 256 ? (byte) prompt[i] : (byte) '\n';
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void assertFailed(ErrorCode code, String... parts) throws InterruptedException {
        assertThat(results.next(10)).isInstanceOfSatisfying(ItemFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.message()).contains(parts);
        });
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static WorkItem item(String input) {
        return new WorkItem(3, "do", input);
    }

    private static ExtractionTask task(String schema, @Nullable Windows windows) throws Exception {
        return new ExtractionTask(
                new ObjectMapper().readTree(schema),
                "sha256:" + schema.hashCode(),
                null,
                64,
                true,
                Sampling.GREEDY,
                120,
                windows);
    }
}
