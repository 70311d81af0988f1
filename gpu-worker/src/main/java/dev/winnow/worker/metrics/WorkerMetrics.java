package dev.winnow.worker.metrics;

import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** The worker's meters. Thread-safe. */
public final class WorkerMetrics {
    private final MeterRegistry registry;
    private final Counter inputTokens;
    private final Counter outputTokens;
    private final Counter steps;
    private final Counter claimsRefused;
    private final Counter messagesRefused;

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.inputTokens = counter("winnow.worker.tokens", "Tokens of finished items", "kind", "input");
        this.outputTokens = counter("winnow.worker.tokens", "Tokens of finished items", "kind", "output");
        this.steps = counter("winnow.worker.steps", "Decoder steps that finished items took part in");
        this.claimsRefused = counter("winnow.worker.claims.refused", "Claims that the coordinator refused");
        this.messagesRefused = counter("winnow.worker.messages.refused", "Work messages that could not be read");
    }

    /** Counts an item by how it ended: {@code output} or its error code. */
    public void finished(ItemResult result) {
        if (result instanceof ItemOutput output) {
            inputTokens.increment(output.usage().inputTokens());
            outputTokens.increment(output.usage().outputTokens());
            steps.increment(output.usage().steps());
            ended("output");
        } else if (result instanceof ItemFailure failure) {
            ended(failure.code().wireName());
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

    /** Shows a value that is asked for whenever metrics are read; name and help text. */
    public void gauge(String name, String help, Supplier<Number> value) {
        Gauge.builder(name, value).description(help).strongReference(true).register(registry);
    }

    private void ended(String outcome) {
        counter("winnow.worker.items", "Items by how they ended", "outcome", outcome)
                .increment();
    }

    private Counter counter(String name, String help, String... tags) {
        return Counter.builder(name).description(help).tags(tags).register(registry);
    }
}
