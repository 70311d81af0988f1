package dev.winnow.worker.training;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.common.training.Portion;
import dev.winnow.common.training.TrainingClaimReply.Granted;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.training.TrainingTask.Input;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.worker.metrics.WorkerMetrics;
import dev.winnow.worker.training.TrainingStoppedException.Stop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PiecesRunTest {
    /** 20 rows in steps of 4, twice: 10 steps, of two nodes in turns of 3 these are two rounds. */
    private static final TrainingPlan PLAN = new TrainingPlan(
            "f32", "f32", 3, 4.5, TrainingPlan.ALL_MODULES, 0.1, false, 0.02, 2, "linear", 2, 4, 128, 7);

    private static final Duration EACH_STEP = Duration.ZERO;
    private static final Duration NEVER = Duration.ofDays(1);

    private final TrainingService service = new TrainingService();

    @TempDir
    private Path scratch;

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void two_rounds_of_two_parts_learn_all_steps_and_come_to_one_adapter() throws IOException {
        Input first = round(0, null, false);
        assertThat(service.losses().keySet()).containsExactly(1, 2, 3, 4, 5, 6);
        Input second = round(1, first, false);
        assertThat(service.losses().keySet()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(second.hash()).isNotEqualTo(first.hash());
        assertThat(evaluations())
                .extracting(StepLoss::step)
                .as("the base, and each average")
                .containsExactly(0, 6, 10);
        assertThat(evaluations().get(2).evaluation())
                .isLessThan(evaluations().get(0).evaluation());
        assertThat(service.ends).isEmpty();
    }

    @Test
    void worker_killed_in_every_part_leaves_it_to_another_that_comes_to_the_same_bytes() throws IOException {
        Input undisturbed = round(1, round(0, null, false), false);
        service.inputs.clear();
        Input disturbed = round(1, round(0, null, true), true);
        assertThat(disturbed.hash()).isEqualTo(undisturbed.hash());
    }

    @Test
    void part_that_is_no_number_is_named_by_whoever_averages() throws IOException {
        Input good = part(0, 0, null, false);
        Input bad = part(0, 1, null, false);
        Map<String, byte[]> files = entries(service.adapter);
        byte[] weights = requireNonNull(files.get(AdapterFiles.WEIGHTS));
        ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).putFloat(weights.length - 4, Float.NaN);
        service.inputs.put(bad.piece().toString(), zip(files));

        run(
                        new TrainingTask.Average(portion(0, 0), List.of(good, new Input(bad.piece(), hash(files), 5))),
                        1,
                        null,
                        NEVER)
                .run();
        assertThat(service.ends)
                .extracting(TrainingEnd::code, TrainingEnd::culprit)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("part_unfit", bad.piece()));
        assertThat(service.ends.get(0).message()).contains("NaN");
    }

    @Test
    void input_that_is_not_what_was_announced_is_not_used() throws IOException {
        Input good = part(0, 0, null, false);
        service.outcome = "";
        run(
                        new TrainingTask.Part(portion(1, 0), new Input(good.piece(), "sha256:" + "0".repeat(64), 1)),
                        1,
                        null,
                        NEVER)
                .run();
        assertThat(service.outcome).isEmpty();
        assertThat(service.ends).as("the lease brings it to another").isEmpty();
    }

    private static Portion portion(int round, int part) {
        return new Portion(2, 3, round, part);
    }

    private Input round(int round, @Nullable Input from, boolean dying) throws IOException {
        List<Input> inputs = List.of(part(round, 0, from, dying), part(round, 1, from, dying));
        run(new TrainingTask.Average(portion(round, 0), inputs), 1, null, NEVER).run();
        assertThat(service.outcome).startsWith("residual=");
        assertThat(Double.parseDouble(service.outcome.substring("residual=".length())))
                .isBetween(0.0, 0.9);
        return brought(1);
    }

    private Input part(int round, int part, @Nullable Input from, boolean dying) throws IOException {
        TrainingTask task = new TrainingTask.Part(portion(round, part), from);
        if (!dying) {
            run(task, 1, null, NEVER).run();
        } else {
            TrainingRun killed = run(task, 1, null, EACH_STEP);
            service.checkpoints.clear();
            service.onCheckpoint = step -> killed.stop(Stop.LOST);
            killed.run();
            service.onCheckpoint = step -> {};
            assertThat(service.checkpoints).containsOnlyKeys(1);
            run(task, 2, 1, NEVER).run();
        }
        assertThat(service.outcome).startsWith("tokens=");
        return brought(Long.parseLong(service.outcome.substring("tokens=".length())));
    }

    /** What came last is what the next ones fetch. */
    private Input brought(long tokens) throws IOException {
        UUID piece = UUID.randomUUID();
        service.inputs.put(piece.toString(), service.adapter);
        return new Input(piece, hash(entries(service.adapter)), tokens);
    }

    private List<StepLoss> evaluations() {
        return service.reports.stream()
                .flatMap(report -> report.losses().stream())
                .filter(point -> point.evaluation() != null)
                .distinct()
                .toList();
    }

    private TrainingRun run(
            TrainingTask task, int attempt, @Nullable Integer checkpointStep, Duration checkpointEvery) {
        TrainingParts parts = new TrainingParts(
                service.client(),
                TinyBase::new,
                MemoryBudget.ofMebibytes(64),
                Device.CPU,
                scratch,
                checkpointEvery,
                Duration.ofDays(1),
                new WorkerMetrics(new SimpleMeterRegistry()),
                Clock.systemUTC(),
                new Random(1));
        return new TrainingRun(
                parts,
                new TrainingAttempt(UUID.randomUUID(), attempt),
                new Granted(TrainingService.hash(), PLAN, checkpointStep, task),
                () -> {});
    }

    private static String hash(Map<String, byte[]> files) {
        return AdapterFiles.hash(
                AdapterFiles.sha256().digest(files.get(AdapterFiles.CONFIG)),
                AdapterFiles.sha256().digest(files.get(AdapterFiles.WEIGHTS)));
    }

    private static Map<String, byte[]> entries(byte[] zip) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }
}
