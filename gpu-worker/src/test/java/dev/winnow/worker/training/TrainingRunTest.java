package dev.winnow.worker.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.training.TrainingClaimReply.Granted;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.common.training.TrainingProgress;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.worker.metrics.WorkerMetrics;
import dev.winnow.worker.training.TrainingStoppedException.Stop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
    /** 20 rows in steps of 4, twice: 10 steps. */
    private static final TrainingPlan PLAN = new TrainingPlan(
            "f32", "f32", 3, 4.5, TrainingPlan.ALL_MODULES, 0.1, false, 0.02, 2, "linear", 2, 4, 128, 7);

    private static final int STEPS = 10;
    private static final Duration EACH_STEP = Duration.ZERO;
    private static final Duration NEVER = Duration.ofDays(1);

    private final TrainingService service = new TrainingService();
    private final UUID training = UUID.randomUUID();
    private TinyBase base = new TinyBase();
    private MemoryBudget budget = MemoryBudget.ofMebibytes(64);
    private TrainingTask task = new TrainingTask.Whole();

    @TempDir
    private Path scratch;

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void rows_become_an_adapter_and_each_step_is_told() throws IOException {
        run(1, null, NEVER).run();

        assertThat(service.ends).isEmpty();
        assertThat(service.losses().keySet()).containsExactlyElementsOf(steps(1, STEPS));
        assertThat(service.losses().get(STEPS)).isLessThan(service.losses().get(1));
        TrainingReport last = service.reports.get(service.reports.size() - 1);
        assertThat(last.losses())
                .extracting(StepLoss::evaluation)
                .filteredOn(e -> e != null)
                .hasSize(2);
        TrainingProgress progress = requireNonNull(last.progress());
        assertThat(progress.step()).isEqualTo(STEPS);
        assertThat(progress.etaSeconds()).isZero();
        assertThat(progress.evaluation()).isPositive();
        Path folder = Files.createDirectory(scratch.resolve("adapter"));
        assertThat(unzip(service.adapter, folder)).containsExactly("adapter_config.json", "adapter_model.safetensors");
        try (PeftAdapter adapter = PeftAdapter.open(folder)) {
            assertThat(adapter.factors()).isNotNull();
        }
        assertNothingLeft("adapter");
    }

    @Test
    void killed_worker_leaves_a_checkpoint_from_which_another_comes_to_the_same_losses_and_the_same_adapter() {
        run(1, null, NEVER).run();
        Map<Integer, Double> undisturbed = service.losses();
        byte[] adapter = service.adapter;
        service.reports.clear();

        TrainingRun killed = run(1, null, EACH_STEP);
        service.onCheckpoint = step -> {
            if (step == 4) {
                killed.stop(Stop.LOST);
            }
        };
        killed.run();
        assertThat(service.checkpoints).containsOnlyKeys(1, 2, 3, 4);
        service.onCheckpoint = step -> {};
        service.reports.clear();

        run(2, 4, NEVER).run();
        assertThat(service.losses()).isEqualTo(new TreeMap<>(undisturbed).tailMap(5));
        assertThat(entries(service.adapter)).isEqualTo(entries(adapter));
    }

    @Test
    void training_that_is_cancelled_stops_after_its_step_and_brings_nothing() {
        TrainingRun run = run(1, null, EACH_STEP);
        service.onCheckpoint = step -> {
            if (step == 2) {
                service.goOn = false;
                reportQuietly(run);
            }
        };
        run.run();

        assertThat(service.checkpoints).containsOnlyKeys(1, 2);
        assertThat(service.adapter).isEmpty();
        assertThat(service.ends).isEmpty();
        assertThat(service.returns).isEmpty();
        assertNothingLeft();
    }

    @Test
    void training_whose_checkpoint_is_refused_belongs_to_another_worker() {
        service.yours = false;
        run(1, null, EACH_STEP).run();

        assertThat(service.losses()).isEmpty();
        assertThat(service.ends).isEmpty();
        assertThat(service.returns).isEmpty();
    }

    @Test
    void disk_that_cannot_be_written_is_this_workers_trouble_and_not_the_trainings() throws IOException {
        Files.createFile(scratch.resolve("in the way"));
        scratch = scratch.resolve("in the way");
        run(1, null, NEVER).run();

        assertThat(service.ends).as("another worker may do better").isEmpty();
        assertThat(service.returns).as("the lease runs out").isEmpty();
    }

    @Test
    void worker_that_leaves_leaves_a_checkpoint_and_hands_the_training_back() {
        TrainingRun run = run(1, null, EACH_STEP);
        service.onCheckpoint = step -> {
            if (step == 3) {
                run.stop(Stop.LEAVING);
            }
        };
        run.run();

        assertThat(service.checkpoints).containsKey(3);
        assertThat(service.returns).containsExactly(new TrainingAttempt(training, 1));
        assertThat(service.calls).last().isEqualTo("POST returns");
    }

    @Test
    void training_that_needs_more_memory_than_there_is_ends_by_name_before_a_row_is_fetched() {
        budget = new MemoryBudget(100_000);
        run(1, null, NEVER).run();

        assertThat(service.ends).extracting(TrainingEnd::code).containsExactly("training_refused");
        assertThat(service.ends.get(0).message()).contains("MiB for the base", "memory budget is");
        assertThat(service.calls).containsExactly("POST failures");
    }

    @Test
    void loss_that_is_no_number_ends_the_training_and_what_was_learned_before_is_kept() {
        base = TinyBase.overflowing();
        run(1, null, NEVER).run();

        assertThat(service.ends).extracting(TrainingEnd::code).containsExactly("loss_is_no_number");
        assertThat(service.checkpoints).containsOnlyKeys(0);
        assertThat(service.adapter).isEmpty();
    }

    @Test
    void coordinator_that_is_away_at_the_end_is_waited_for() {
        service.adaptersToMiss.set(1);
        run(1, null, NEVER).run();

        assertThat(service.adapter).isNotEmpty();
        assertThat(service.calls.stream().filter("POST adapter"::equals)).hasSize(2);
    }

    private TrainingRun run(int attempt, @Nullable Integer checkpointStep, Duration checkpointEvery) {
        TrainingParts parts = new TrainingParts(
                service.client(),
                () -> base,
                budget,
                Device.CPU,
                scratch,
                checkpointEvery,
                NEVER,
                new WorkerMetrics(new SimpleMeterRegistry()),
                Clock.systemUTC(),
                new Random(1));
        return new TrainingRun(
                parts,
                new TrainingAttempt(training, attempt),
                new Granted(TrainingService.hash(), PLAN, checkpointStep, task),
                () -> {});
    }

    private static void reportQuietly(TrainingRun run) {
        try {
            run.report();
        } catch (dev.winnow.worker.control.CoordinatorAwayException
                | dev.winnow.worker.control.CoordinatorRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Integer> steps(int from, int to) {
        return Stream.iterate(from, step -> step <= to, step -> step + 1).toList();
    }

    private void assertNothingLeft(String... but) {
        try (Stream<Path> left = Files.list(scratch)) {
            assertThat(left.map(path -> String.valueOf(path.getFileName()))).containsExactlyInAnyOrder(but);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> unzip(byte[] bytes, Path folder) throws IOException {
        for (Map.Entry<String, String> file : entries(bytes).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue(), StandardCharsets.ISO_8859_1);
        }
        return List.copyOf(entries(bytes).keySet());
    }

    private static Map<String, String> entries(byte[] bytes) {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return files;
    }
}
