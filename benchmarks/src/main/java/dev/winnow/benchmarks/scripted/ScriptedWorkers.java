package dev.winnow.benchmarks.scripted;

import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.life.Grace;
import dev.winnow.worker.life.ProcessMemory;
import dev.winnow.worker.life.RunningWorker;
import dev.winnow.worker.life.WorkerParts;
import dev.winnow.worker.metrics.WorkerMetrics;
import dev.winnow.worker.racepoint.RacePoint;
import dev.winnow.worker.result.SendingRules;
import dev.winnow.worker.trace.WorkTracer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A process of scripted workers: {@code COORDINATOR_URL WORKER_KEY AMQP_URI SLOTS NAME...}, with {@link Slots}. With
 * the system property {@code winnow.bench.busy} it writes a {@link BusyLine} each second. It ends like a real one: on
 * SIGTERM it hands back what is unfinished, when its engine hangs it ends with status 75.
 */
public final class ScriptedWorkers {
    /** The system property that asks for lines about how busy the slots are. */
    public static final String BUSY = "winnow.bench.busy";

    private static final int HALT_STATUS = 75;
    private static final int PREFETCH = 2;
    private static final long OUTBOX_CHARACTERS = 16 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration GRACE = Duration.ofSeconds(25);
    private static final Duration HANG_MARGIN = Duration.ofSeconds(2);

    private ScriptedWorkers() {}

    /** Runs until the process is told to stop. */
    public static void main(String... arguments) throws InterruptedException {
        URI coordinator = URI.create(arguments[0]);
        URI broker = URI.create(arguments[2]);
        Slots slots = Slots.parse(arguments[3]);
        CoordinatorClient client = new CoordinatorClient(coordinator, arguments[1], PATIENCE);
        List<ScriptedExtractor> engines = new ArrayList<>();
        List<RunningWorker> workers = new ArrayList<>();
        for (String name : List.of(arguments).subList(4, arguments.length)) {
            ScriptedExtractor engine = new ScriptedExtractor(ScriptedModel.POOL, slots.of(name));
            engines.add(engine);
            workers.add(start(name, client, broker, engine));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            // The grace of all begins now, though they leave one after another.
            workers.forEach(RunningWorker::takeNoMore);
            workers.forEach(worker -> {
                worker.leave();
                worker.close();
            });
        }));
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(1, TimeUnit.SECONDS)) {
            if (Boolean.getBoolean(BUSY)) {
                System.out.println(busy(engines).line());
            }
        }
    }

    private static BusyLine busy(List<ScriptedExtractor> engines) {
        return new BusyLine(
                System.currentTimeMillis(),
                engines.stream().mapToDouble(ScriptedExtractor::busySlotSeconds).sum(),
                engines.stream().mapToInt(ScriptedExtractor::slots).sum());
    }

    private static RunningWorker start(
            String name, CoordinatorClient coordinator, URI broker, ScriptedExtractor engine) {
        WorkerParts parts = new WorkerParts(
                new WorkerRegistration(
                        name,
                        UUID.randomUUID(),
                        ScriptedModel.POOL,
                        ScriptedModel.CONTEXT_TOKENS,
                        engine.slots(),
                        ProcessHandle.current().pid(),
                        "sha256:scripted"),
                ScriptedModel.text(),
                coordinator,
                broker,
                PREFETCH,
                engine,
                SendingRules.ofProtocol(OUTBOX_CHARACTERS),
                new Grace(grace()),
                ProcessMemory.withBudget(OptionalLong.empty()),
                new WorkerMetrics(new SimpleMeterRegistry()),
                new WorkTracer(OpenTelemetry.noop()),
                Clock.systemUTC(),
                RacePoint.watched(Optional.ofNullable(System.getenv("WINNOW_TESTING_HALT_AT"))));
        RunningWorker worker = new RunningWorker(parts, HANG_MARGIN, ScriptedWorkers::halt, refusal -> {
            System.err.println(name + " cannot go on: " + refusal.getMessage());
            halt();
        });
        worker.start();
        return worker;
    }

    private static Duration grace() {
        String set = System.getenv("WINNOW_GRACE");
        return set == null ? GRACE : Duration.parse("PT" + set);
    }

    // Shutdown hooks would wait for the engine, which does not answer any more.
    private static void halt() {
        Runtime.getRuntime().halt(HALT_STATUS);
    }
}
