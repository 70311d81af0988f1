package dev.winnow.worker.life;

import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.worker.WorkerConfig;
import dev.winnow.worker.adapter.AdapterFolder;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.control.TrainingClient;
import dev.winnow.worker.health.WorkerStatus;
import dev.winnow.worker.metrics.WorkerMetrics;
import dev.winnow.worker.online.OnlineDesk;
import dev.winnow.worker.online.OnlineLine;
import dev.winnow.worker.racepoint.RacePoint;
import dev.winnow.worker.result.SendingRules;
import dev.winnow.worker.server.ServerConfig;
import dev.winnow.worker.trace.WorkTracer;
import dev.winnow.worker.training.TrainingParts;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The worker's start and end. The status endpoint is up first; then the model is fetched and loaded, the worker
 * registers, and only then does it consume. On the way out: no new shards, begun items end within the grace, finished
 * results are sent and confirmed, the rest is returned, goodbye.
 */
@Singleton
public class WorkerLife {
    private static final Logger LOG = Logger.getLogger(WorkerLife.class);
    private static final int HALT_STATUS = 75;

    private final WorkerConfig config;
    private final ServerConfig server;
    private final WorkerStatus status;
    private final MeterRegistry registry;
    private final WorkTracer tracer;
    private final Clock clock;
    private final FatalEnd fatal;
    private @Nullable ModelHost host;
    private volatile @Nullable RunningWorker worker;
    private volatile @Nullable RunningTrainings trainings;
    private volatile @Nullable RunningOnline online;
    private volatile Instant workingEnd = Instant.MAX;
    private boolean ending;

    WorkerLife(
            WorkerConfig config,
            ServerConfig server,
            WorkerStatus status,
            MeterRegistry registry,
            OpenTelemetry telemetry,
            Clock clock) {
        this.config = config;
        this.server = server;
        this.status = status;
        this.registry = registry;
        this.tracer = new WorkTracer(config.traces() ? telemetry : OpenTelemetry.noop());
        this.clock = clock;
        this.fatal = new FatalEnd(status, this::tookPart, this::takeNoMore, Quarkus::asyncExit);
    }

    void starts(@Observes StartupEvent event) {
        Thread thread = new Thread(this::begin, "start");
        thread.setDaemon(true);
        thread.start();
    }

    private void begin() {
        try {
            CoordinatorClient coordinator = new CoordinatorClient(
                    inAnyOrder(config.coordinators()), config.workerKey().orElse(""), config.coordinatorTimeout());
            work(host(coordinator), coordinator);
        } catch (InterruptedException e) {
            LOG.debug("the worker ends before it began", e);
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            LOG.error("the worker cannot start", e);
            fatal.failed(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private ModelHost host(CoordinatorClient coordinator) throws IOException, InterruptedException {
        return server.url().isPresent()
                ? ModelHost.atServer(config, server, status, clock)
                : ModelHost.load(config, status, folder(coordinator), WorkerLife::halt);
    }

    private AdapterFolder folder(CoordinatorClient coordinator) {
        return new AdapterFolder(
                config.cacheDir().resolve("adapters"),
                config.adapterDiskMebibytes() << 20,
                coordinator.patient(config.adapterTimeout())::adapter,
                clock);
    }

    private synchronized void work(ModelHost loaded, CoordinatorClient coordinator) {
        host = loaded;
        if (ending) {
            return;
        }
        WorkerRegistration registration = Identity.registration(config, loaded);
        RunningWorker made = new RunningWorker(
                new WorkerParts(
                        registration,
                        loaded.text(),
                        coordinator,
                        config.amqpUri(),
                        config.prefetch(),
                        loaded.extractor(),
                        SendingRules.ofProtocol(config.outboxCharacters()),
                        new Grace(config.grace()),
                        ProcessMemory.withBudget(loaded.budgetBytes()),
                        new WorkerMetrics(registry),
                        tracer,
                        clock,
                        RacePoint.watched(config.testingHaltAt())),
                config.hangMargin(),
                WorkerLife::halt,
                fatal::refused);
        worker = made;
        made.start();
        if (config.onlineSlots() > 0) {
            takeOnline(loaded, made);
        }
        if (loaded.training().isPresent()) {
            train(
                    loaded,
                    loaded.training().get(),
                    made,
                    coordinator.trainings(registration.incarnation(), config.trainingTransferTimeout()));
        }
        status.ready(made.connected(), made.joined(), made.works());
        LOG.infof(
                "model %s in %s is there", loaded.pool().model(), loaded.pool().quantization());
    }

    private void takeOnline(ModelHost loaded, RunningWorker beside) {
        OnlineDesk desk = new OnlineDesk(
                loaded.extractor(),
                new WorkerMetrics(registry)::finished,
                tracer,
                () -> !beside.desk().wantsToBeAlone(),
                clock);
        beside.desk().beside(desk::isAtWork);
        OnlineLine line = new OnlineLine(config.amqpUri(), loaded.pool().onlineQueue(), config.onlineSlots(), desk);
        RunningOnline made = new RunningOnline(
                desk,
                line,
                new Rhythm(fatal::refused),
                () -> beside.joined().getAsBoolean()
                        && !beside.draining().getAsBoolean()
                        && beside.works().getAsBoolean()
                        // Nothing begins beside a suspect: other workers can do it.
                        && !beside.desk().wantsToBeAlone(),
                config.hangMargin(),
                WorkerLife::halt);
        online = made;
        made.start();
    }

    private void train(ModelHost loaded, MemoryBudget budget, RunningWorker beside, TrainingClient client) {
        TrainingParts parts = new TrainingParts(
                client,
                () -> ModelHost.open(config),
                budget,
                Device.fromWireName(config.device()),
                config.cacheDir().resolve("trainings"),
                config.trainingCheckpointEvery(),
                config.trainingHangAfter(),
                new WorkerMetrics(registry),
                clock,
                new Random());
        RunningTrainings made = new RunningTrainings(
                parts,
                config.amqpUri(),
                loaded.pool().model(),
                beside.joined(),
                beside.draining(),
                WorkerLife::halt,
                new Rhythm(fatal::refused));
        trainings = made;
        made.start();
    }

    // A fleet of which each began with the first would leave the others without work.
    private static List<URI> inAnyOrder(List<URI> coordinators) {
        List<URI> mixed = new ArrayList<>(coordinators);
        Collections.shuffle(mixed);
        return mixed;
    }

    // Shutdown hooks would wait for the engine, which does not answer any more.
    private static void halt() {
        Runtime.getRuntime().halt(HALT_STATUS);
    }

    private boolean tookPart() {
        RunningWorker made = worker;
        return made != null && made.tookPart();
    }

    private void takeNoMore() {
        if (workingEnd.equals(Instant.MAX)) {
            workingEnd = clock.instant().plus(new Grace(config.grace()).working());
        }
        RunningTrainings training = trainings;
        if (training != null) {
            training.takeNoMore();
        }
        RunningOnline waitedFor = online;
        if (waitedFor != null) {
            waitedFor.takeNoMore();
        }
        RunningWorker made = worker;
        if (made != null) {
            made.takeNoMore();
        }
    }

    void ends(@Observes ShutdownEvent event) {
        status.draining("the process was told to stop");
        leave();
        ModelHost loaded = host;
        if (loaded != null) {
            loaded.extractor().close();
        }
    }

    private synchronized void leave() {
        ending = true;
        takeNoMore();
        RunningTrainings training = trainings;
        if (training != null) {
            // The worker's own grace has begun, and its items go on meanwhile.
            training.leave(Duration.between(clock.instant(), workingEnd));
            training.close();
        }
        RunningOnline waitedFor = online;
        if (waitedFor != null) {
            waitedFor.leave(Duration.between(clock.instant(), workingEnd));
            waitedFor.close();
        }
        RunningWorker leaving = worker;
        if (leaving != null) {
            leaving.leave();
            leaving.close();
        }
    }
}
