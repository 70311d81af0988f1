package dev.winnow.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.Span;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import dev.winnow.worker.extraction.ScriptedGenerator.Taken;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelExtractorTest {
    private static final int CONTEXT = 400;
    private static final String SCHEMA = """
            {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": false}
            """;

    private final ScriptedGenerator generator = new ScriptedGenerator();
    private final CountDownLatch generatorLost = new CountDownLatch(1);
    private final ModelExtractor extractor = new ModelExtractor(
            new TextSide(new Pool("bytes", "f32"), ByteModel.text(), Set.of(ByteModel.END), CONTEXT),
            generator,
            generatorLost::countDown);
    private final CollectedResults results = new CollectedResults();

    @AfterEach
    void close() {
        extractor.close();
    }

    @Test
    void an_item_becomes_a_prompt_in_the_models_template_and_the_tokens_become_a_result() throws Exception {
        extractor.start(task(SCHEMA, true, 64), new WorkItem(3, "count", "eins"), results);
        Taken taken = generator.next();
        taken.listener().begun();
        taken.answer("{\"n\":1}");

        assertThat(promptText(taken)).isEqualTo("^user\ncount\n\neins$\n^assistant\n");
        assertThat(taken.request().cursor()).isNotNull();
        assertThat(taken.request().limit()).isEqualTo(Duration.ofMinutes(2));
        ItemResult result = results.next(10);
        assertThat(result).isInstanceOfSatisfying(ItemOutput.class, output -> {
            assertThat(output.position()).isEqualTo(3);
            assertThat(output.output()).isEqualTo("{\"n\":1}");
            assertThat(output.usage()).isEqualTo(new Usage(taken.request().prompt().length, 7, 7, 1.5));
            assertThat(output.madeBy().model()).isEqualTo("bytes");
            assertThat(output.madeBy().quantization()).isEqualTo("f32");
            assertThat(output.madeBy().schema()).isEqualTo("sha256:aa");
            assertThat(output.madeBy().prompt()).startsWith("sha256:").hasSize(71);
        });
        assertThat(results.begun).hasValue(1);
    }

    @Test
    void a_control_token_inside_an_item_stays_text() throws Exception {
        extractor.start(task(SCHEMA, true, 64), item("<|im_end|>"), results);

        assertThat(promptText(generator.next())).isEqualTo("^user\ndo\n\n<|im_end|>$\n^assistant\n");
    }

    @Test
    void free_output_is_judged_afterwards() throws Exception {
        start(task(SCHEMA, false, 64)).answer(" {\"n\": 2}\n");
        assertThat(results.next(10)).isInstanceOfSatisfying(ItemOutput.class, output -> assertThat(output.output())
                .isEqualTo("{\"n\": 2}"));

        start(task(SCHEMA, false, 64)).answer("{\"n\": \"two\"}");
        assertFailed(ErrorCode.INVALID_OUTPUT, "/n", "constrained decoding would enforce");

        start(task(SCHEMA, false, 64)).answer("Sure! Here is");
        assertFailed(ErrorCode.INVALID_OUTPUT, "no JSON");

        start(task(SCHEMA, false, 64)).answer("{\"n\": 1", true);
        assertFailed(ErrorCode.INVALID_OUTPUT, "cut at max_output_tokens = 64", "raise it");
    }

    @Test
    void free_output_has_no_cursor_and_ends_at_the_models_end_tokens() throws Exception {
        Taken taken = start(task(SCHEMA, false, 64));

        assertThat(taken.request().cursor()).isNull();
        assertThat(taken.request().endTokens()).containsExactly(ByteModel.END);
    }

    @Test
    void an_item_beyond_the_context_fails_alone_and_names_both_numbers_and_the_remedy() throws Exception {
        extractor.start(task(SCHEMA, true, 64), item("x".repeat(CONTEXT)), results);
        assertFailed(ErrorCode.ITEM_TOO_LONG, "max_output_tokens is 64", "context of 400", "shorten");

        start(task(SCHEMA, true, 64)).answer("{\"n\":1}");
        assertThat(results.next(10)).isInstanceOf(ItemOutput.class);
    }

    @Test
    void the_generators_reasons_become_the_apis_codes() throws Exception {
        start(task(SCHEMA, true, 64)).fail(Reason.TIME_LIMIT, "passed 120 s");
        assertFailed(ErrorCode.TIME_LIMIT, "passed 120 s");
        start(task(SCHEMA, true, 64)).fail(Reason.TOO_LONG, "no room");
        assertFailed(ErrorCode.ITEM_TOO_LONG, "no room");
        start(task(SCHEMA, true, 64)).fail(Reason.ENGINE_ERROR, "NaN");
        assertFailed(ErrorCode.ENGINE_ERROR, "NaN");
    }

    @Test
    void a_schema_that_cannot_be_used_ends_its_item_and_nothing_else() throws Exception {
        extractor.start(task("{\"type\": \"nothing\"}", "sha256:bb", true, 64, null), item("x"), results);
        assertFailed(ErrorCode.ENGINE_ERROR, "could not be prepared");
        extractor.start(task(SCHEMA, "sha256:aa", true, 64, "tone@3"), item("x"), results);
        assertFailed(ErrorCode.ENGINE_ERROR, "adapter tone@3");

        start(task(SCHEMA, true, 64)).answer("{\"n\":1}");
        assertThat(results.next(10)).isInstanceOf(ItemOutput.class);
    }

    @Test
    void items_wait_while_the_generator_is_busy_and_count_as_waiting() throws Exception {
        Taken first = start(task(SCHEMA, true, 64));
        generator.busy = true;
        extractor.start(task(SCHEMA, true, 64), item("y"), results);
        await(() -> extractor.load().waiting() == 1);

        generator.busy = false;
        first.answer("{\"n\":1}");
        generator.next().answer("{\"n\":2}");
        results.next(10);
        results.next(10);
        await(() -> extractor.load().waiting() == 0);
    }

    @Test
    void a_cancelled_item_gets_no_result_whether_it_waits_or_runs() throws Exception {
        Taken running = startCancelled();
        assertThat(generator.cancelled).containsOnly(running.id());
        running.fail(Reason.CANCELLED, "cancelled");

        start(task(SCHEMA, true, 64)).answer("{\"n\":1}");
        results.next(10);
        assertThat(results.isEmpty()).isTrue();
        assertThat(results.ended).as("the shard is told that the row is gone").hasValue(1);
        assertThat(generatorLost.getCount()).isEqualTo(1);
    }

    private Taken startCancelled() throws Exception {
        Extraction extraction = extractor.start(task(SCHEMA, true, 64), item("x"), results);
        Taken running = generator.next();
        // The extractor learns the generation's number a moment after the generator has it.
        while (generator.cancelled.isEmpty()) {
            extraction.cancel();
        }
        return running;
    }

    @Test
    void an_item_that_overflows_the_stack_or_the_heap_fails_alone() throws Exception {
        generator.thrown = new StackOverflowError();
        extractor.start(task(SCHEMA, true, 64), item("deep"), results);
        assertFailed(ErrorCode.ENGINE_ERROR, "could not be prepared", "StackOverflowError");

        generator.thrown = new OutOfMemoryError("Java heap space");
        extractor.start(task(SCHEMA, true, 64), item("large"), results);
        assertFailed(ErrorCode.ENGINE_ERROR, "could not be prepared", "OutOfMemoryError");

        start(task(SCHEMA, true, 64)).answer("{\"n\":1}");
        assertThat(results.next(10)).isInstanceOf(ItemOutput.class);
    }

    @Test
    void values_come_with_their_places_and_with_how_sure_the_model_was() throws Exception {
        extractor.start(task(SCHEMA, true, 64), item("n is 12, not 1"), results);
        String output = "{\"n\":12}";
        float[] logProbabilities = new float[output.length()];
        Arrays.fill(logProbabilities, Float.NaN);
        logProbabilities[output.indexOf('1')] = (float) Math.log(0.5);
        logProbabilities[output.indexOf('2')] = (float) Math.log(0.5);

        generator.next().answer(ByteModel.tokens(output), logProbabilities, false);

        assertThat(results.next(10)).isInstanceOfSatisfying(ItemOutput.class, result -> {
            assertThat(result.evidence().confidence()).containsExactly(Map.entry("/n", 0.25));
            assertThat(result.evidence().spans()).containsExactly(Map.entry("/n", new Span(5, 7)));
        });
    }

    @Test
    void an_output_that_cannot_be_read_fails_its_item_alone() throws Exception {
        Taken taken = start(task(SCHEMA, true, 64));
        taken.listener()
                .finished(new GenerationOutcome.Generated(
                        ByteModel.tokens("{\"n\":1}"), new float[7], false, 1, Duration.ofSeconds(Long.MAX_VALUE)));
        assertFailed(ErrorCode.ENGINE_ERROR, "could not be read");
    }

    @Test
    void whatever_becomes_of_a_result_the_next_item_is_offered() throws Exception {
        Taken first = start(task(SCHEMA, true, 64));
        generator.busy = true;
        CollectedResults second = new CollectedResults();
        extractor.start(task(SCHEMA, true, 64), item("y"), second);
        await(() -> generator.refusals.get() > 0);
        results.throwing = true;
        generator.busy = false;
        first.answer("{\"n\":1}");

        generator.next().answer("{\"n\":2}");
        assertThat(second.next(10)).isInstanceOf(ItemOutput.class);
    }

    @Test
    void a_generator_that_ends_by_itself_is_reported_and_convicts_nobody() throws Exception {
        generator.closed = true;
        extractor.start(task(SCHEMA, true, 64), item("x"), results);

        assertThat(generatorLost.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(results.isEmpty()).isTrue();
    }

    /** What the extractor's own thread does a moment later. */
    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Taken start(ExtractionTask task) throws InterruptedException {
        extractor.start(task, item("x"), results);
        return generator.next();
    }

    private void assertFailed(ErrorCode code, String... parts) throws InterruptedException {
        assertThat(results.next(10)).isInstanceOfSatisfying(ItemFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.message()).contains(parts);
        });
    }

    private static WorkItem item(String input) {
        return new WorkItem(0, "do", input);
    }

    private static String promptText(Taken taken) {
        StringBuilder text = new StringBuilder();
        for (int token : taken.request().prompt()) {
            text.append(
                    token == 256
                            ? "^"
                            : token == 257 ? "$" : new String(new byte[] {(byte) token}, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static ExtractionTask task(String schema, boolean constrained, int maxOutputTokens) throws Exception {
        return task(schema, "sha256:aa", constrained, maxOutputTokens, null);
    }

    private static ExtractionTask task(
            String schema, String hash, boolean constrained, int maxOutputTokens, @Nullable String adapter)
            throws Exception {
        JsonNode tree = new ObjectMapper().readTree(schema);
        return new ExtractionTask(tree, hash, adapter, maxOutputTokens, constrained, Sampling.GREEDY, 120, null);
    }
}
