package dev.winnow.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.worker.adapter.AdapterFolder;
import dev.winnow.worker.adapter.FetchedAdapters;
import dev.winnow.worker.adapter.TinyPeft;
import dev.winnow.worker.control.AdapterGoneException;
import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.extraction.ScriptedGenerator.Taken;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items with adapters, over real files and real memory; generator and coordinator do what the test says. */
class AdaptedItemsTest {
    private static final String SCHEMA = """
            {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"], "additionalProperties": false}
            """;

    @TempDir
    private Path folder;

    private final TinyPeft first = new TinyPeft(1);
    private final TinyPeft second = new TinyPeft(2);
    private final TinyPeft foreign = new TinyPeft(3, 12);
    private final Map<String, TinyPeft> coordinator =
            new ConcurrentHashMap<>(Map.of(first.hash(), first, second.hash(), second, foreign.hash(), foreign));
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile boolean away;
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private volatile boolean slow;

    private final ScriptedGenerator generator = new ScriptedGenerator();
    private final CollectedResults results = new CollectedResults();
    private @Nullable ModelExtractor extractor;

    @AfterEach
    void close() {
        mayAnswer.countDown();
        extractor().close();
    }

    @Test
    void items_of_several_adapters_and_of_none_run_side_by_side_and_say_what_made_them() throws Exception {
        start(2, first.hash(), second.hash(), null, first.hash());
        Map<Integer, Taken> taken = new ConcurrentHashMap<>();
        for (int i = 0; i < 4; i++) {
            Taken next = generator.next();
            taken.put(
                    next.request().adapter() == null
                            ? 0
                            : System.identityHashCode(next.request().adapter()),
                    next);
            next.answer("{\"n\":1}");
        }
        assertThat(taken).as("two adapters and the base model").hasSize(3).containsKey(0);
        for (int i = 0; i < 4; i++) {
            assertThat(results.next(10)).isInstanceOfSatisfying(ItemOutput.class, output -> assertThat(
                            output.madeBy().adapter())
                    .isEqualTo(hashOf(output.position())));
        }
        assertThat(fetches).as("each once").hasValue(2);
    }

    @Test
    void an_adapter_for_which_there_is_no_memory_waits_until_another_is_given_back() throws Exception {
        start(1, first.hash(), second.hash());
        Taken running = generator.next();
        await(() -> fetches.get() == 2);
        assertThat(extractor().load().waiting()).isPositive();

        running.answer("{\"n\":1}");

        generator.next().answer("{\"n\":2}");
        results.next(10);
        assertThat(results.next(10)).isInstanceOf(ItemOutput.class);
    }

    @Test
    void a_fetch_that_fails_convicts_nobody_and_is_tried_again() throws Exception {
        away = true;
        start(2, first.hash());
        await(() -> fetches.get() >= 2);
        assertThat(results.isEmpty()).isTrue();

        away = false;
        generator.next().answer("{\"n\":1}");
        assertThat(results.next(10)).isInstanceOf(ItemOutput.class);
    }

    @Test
    void a_slow_fetch_holds_up_no_item_of_the_base_model() throws Exception {
        slow = true;
        start(2, first.hash(), null);

        Taken base = generator.next();
        assertThat(base.request().adapter()).isNull();
        base.answer("{\"n\":1}");
        results.next(10);
        mayAnswer.countDown();
        generator.next().answer("{\"n\":1}");
        results.next(10);
    }

    @Test
    void an_adapter_that_is_gone_or_for_another_model_or_too_large_ends_its_items_with_the_reason() throws Exception {
        coordinator.remove(second.hash());
        start(2, second.hash(), foreign.hash());

        assertFailed("gone");
        assertFailed("12 inputs", "trained for another model");
    }

    @Test
    void an_adapter_that_can_never_fit_names_the_setting() throws Exception {
        start(0, first.hash());

        assertFailed("memory for adapters is 0 KiB", "WINNOW_ADAPTER_MEBIBYTES");
    }

    @Test
    void an_item_that_is_cancelled_while_it_waits_ends_without_a_result() throws Exception {
        away = true;
        Extraction waiting = start(2, first.hash());
        await(() -> fetches.get() >= 1);

        waiting.cancel();

        await(() -> results.ended.get() == 1);
        assertThat(results.isEmpty()).isTrue();
        assertThat(extractor().load().waiting()).isZero();
    }

    private @Nullable String hashOf(int position) {
        return position == 1 ? second.hash() : position == 2 ? null : first.hash();
    }

    private void assertFailed(String... parts) throws InterruptedException {
        assertThat(results.next(10)).isInstanceOfSatisfying(ItemFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.ENGINE_ERROR);
            assertThat(failure.message()).contains(parts);
        });
    }

    private ModelExtractor extractor() {
        return java.util.Objects.requireNonNull(extractor);
    }

    /** Starts items with these adapters, where so many fit the memory; gives what cancels the last. */
    private Extraction start(int adapters, @Nullable String... hashes) throws Exception {
        AdapterFolder disk = new AdapterFolder(folder, 1 << 20, this::fetch, Clock.systemUTC());
        extractor = new ModelExtractor(
                new TextSide(new Pool("bytes", "f32"), ByteModel.text(), Set.of(ByteModel.END), 400),
                generator,
                new FetchedAdapters(disk, new AdapterPool(TinyPeft.FORM, adapters * TinyPeft.BYTES)),
                () -> {});
        Extraction last = () -> {};
        for (int i = 0; i < hashes.length; i++) {
            last = extractor.start(task(hashes[i]), new WorkItem(i, "do", "x"), results);
        }
        return last;
    }

    private void fetch(String hash, Path zip) throws AdapterGoneException, CoordinatorAwayException {
        fetches.incrementAndGet();
        if (slow) {
            awaitAnswer();
        }
        if (away) {
            throw new CoordinatorAwayException("nobody answers", null);
        }
        TinyPeft adapter = coordinator.get(hash);
        if (adapter == null) {
            throw new AdapterGoneException("the adapter is gone");
        }
        adapter.writeTo(zip);
    }

    private void awaitAnswer() throws CoordinatorAwayException {
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CoordinatorAwayException("interrupted", e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static ExtractionTask task(@Nullable String adapter) throws Exception {
        return new ExtractionTask(
                new ObjectMapper().readTree(SCHEMA), "sha256:aa", adapter, 64, true, Sampling.GREEDY, 120, null);
    }
}
