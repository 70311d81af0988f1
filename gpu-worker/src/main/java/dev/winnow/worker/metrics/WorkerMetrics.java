package dev.winnow.worker.metrics;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The worker's meters: docs/reference/metrics.md. All are there from the start, with zero, so that an alert rule never
 * looks for one that does not exist yet. Thread-safe.
 */
public final class WorkerMetrics {
    private final MeterRegistry registry;
    private final Counter inputTokens;
    private final Counter outputTokens;
    private final Counter steps;
    private final Counter claimsRefused;
    private final Counter messagesRefused;
    private final Counter trainingTokens;
    private final Timer trainingSteps;

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.inputTokens = counter("winnow.worker.tokens", "Tokens of finished items", "kind", "input");
        this.outputTokens = counter("winnow.worker.tokens", "Tokens of finished items", "kind", "output");
        this.steps = counter("winnow.worker.steps", "Decoder steps that finished items took part in");
        this.claimsRefused = counter("winnow.worker.claims.refused", "Claims that the coordinator refused");
        this.messagesRefused = counter("winnow.worker.messages.refused", "Work messages that could not be read");
        this.trainingTokens = counter("winnow.worker.training.tokens", "Tokens of rows that trainings learned from");
        this.trainingSteps = Timer.builder("winnow.worker.training.step")
                .description("Steps of trainings")
                .register(registry);
        items("output");
        for (ErrorCode code : ErrorCode.values()) {
            items(code.wireName());
        }
    }

    /** Counts an item by how it ended: {@code output} or its error code. */
    public void finished(ItemResult result) {
        if (result instanceof ItemOutput output) {
            inputTokens.increment(output.usage().inputTokens());
            outputTokens.increment(output.usage().outputTokens());
            steps.increment(output.usage().steps());
            items("output").increment();
        } else if (result instanceof ItemFailure failure) {
            items(failure.code().wireName()).increment();
        }
    }

    /** Counts a refused claim. */
    public void claimRefused() {
        claimsRefused.increment();
    }

    /** Counts a work message that could not be read. */
    public void messageRefused() {
        messagesRefused.increment();
    }

    /** Counts a step of a training. */
    public void trained(int tokens, Duration took) {
        trainingTokens.increment(tokens);
        trainingSteps.record(took);
    }

    /** Shows a value that is asked for whenever metrics are read; name and help text. */
    public void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).strongReference(true).register(registry);
    }

    /** The same of what only grows. */
    public void counter(String name, String help, LongSupplier value, String... tags) {
        // The registry keeps what it asks by a weak reference only, and itself long enough.
        FunctionCounter.builder(name, registry, any -> value.getAsLong())
                .description(help)
                .tags(tags)
                .register(registry);
    }

    /** The same of what took time, so many times and so many nanoseconds in all. */
    public void timer(String name, String help, LongSupplier times, LongSupplier nanos) {
        FunctionTimer.builder(name, registry, any -> times.getAsLong(), any -> nanos.getAsLong(), TimeUnit.NANOSECONDS)
                .description(help)
                .register(registry);
    }

    private Counter items(String outcome) {
        return counter("winnow.worker.items", "Items by how they ended", "outcome", outcome);
    }

    private Counter counter(String name, String help, String... tags) {
        return Counter.builder(name).description(help).tags(tags).register(registry);
    }
}
