package dev.winnow.worker.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.Extraction;
import dev.winnow.worker.life.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** An extractor with a server that does what the test says, and time that the test moves. */
final class ServerUnderTest implements AutoCloseable {
    static final String ADAPTER = "sha256:" + "0".repeat(63) + "a";
    static final int PLACES = 4;
    static final Duration AWAY = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SCHEMA = """
            {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"],
             "additionalProperties": false}""";

    final ServerDouble server = new ServerDouble();
    final SettableClock clock = new SettableClock();
    final ServerExtractor extractor;

    ServerUnderTest() {
        this("vllm");
    }

    /** With a server that says that it is such a one. */
    ServerUnderTest(String owner) {
        server.models = ServerDouble.Answer.of(200, server.models.body().replace("vllm", owner));
        ServerCalls calls = new ServerCalls(new ServerAddress(server.address()), "secret", Duration.ofSeconds(5));
        ServerProbe probe = new ServerProbe(calls, Optional.of("org/Some-Model"));
        extractor = new ServerExtractor(
                calls,
                probe,
                probe.look().join(),
                new ChatRequests(
                        AdapterNames.of(List.of(ADAPTER + "=recipes")), JsonNodeFactory.instance.objectNode(), true),
                new OutputJudge(new Pool("some-model", "server-vllm"), instruction -> "sha256:" + instruction.length()),
                new Gate(AWAY, clock, new Random(1)),
                PLACES,
                3,
                clock);
    }

    static ExtractionTask task(boolean constrained, @Nullable String adapter) {
        try {
            JsonNode schema = ServerDouble.JSON.readTree(SCHEMA);
            return new ExtractionTask(schema, "sha256:00", adapter, 64, constrained, new Sampling(0, 5), 120, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Collected start(int position) {
        return start(position, task(true, null));
    }

    Collected start(int position, ExtractionTask task) {
        Collected collected = new Collected();
        Extraction unused = start(position, task, collected);
        return collected;
    }

    Extraction start(int position, ExtractionTask task, Collected listener) {
        return extractor.start(task, new WorkItem(position, "Find the title", "Plum Cake, item " + position), listener);
    }

    /** Lets time pass as it does, with a tick every second. */
    void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            extractor.tick();
        }
    }

    /** Lets time pass until something has happened; a second of it for each look. */
    void passUntil(String what, BooleanSupplier condition) {
        until(what, () -> {
            boolean reached = condition.getAsBoolean();
            if (!reached) {
                clock.advance(Duration.ofMillis(100));
                extractor.tick();
            }
            return reached;
        });
    }

    /** Waits for what the server does, while the worker's time stands still. */
    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for: %s", what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    @Override
    public void close() {
        extractor.close();
        server.close();
    }
}
