package dev.winnow.worker.extraction;

import dev.winnow.engine.generation.Generator;
import dev.winnow.worker.adapter.AdapterSupply;
import dev.winnow.worker.metrics.WorkerMetrics;

/** Shows what a model here does, as its generator and its adapters count it. */
final class ModelMeters {
    private static final String ADAPTERS = "winnow.worker.adapters";

    private ModelMeters() {}

    static void show(Generator generator, WorkerMetrics metrics) {
        metrics.counter(
                "winnow.worker.generated.tokens",
                "Output tokens, also of items that have not ended",
                () -> generator.totals().written());
        String prompts = "Prompt tokens, by whether they were computed or taken over from an item that begins alike";
        metrics.counter(
                "winnow.worker.prompt.tokens", prompts, () -> generator.totals().read(), "source", "computed");
        metrics.counter(
                "winnow.worker.prompt.tokens", prompts, () -> generator.totals().shared(), "source", "shared");
        metrics.counter("winnow.worker.decode.rows", "Rows of all decode steps together", () -> generator
                .totals()
                .stepRows());
        metrics.timer(
                "winnow.worker.decode.step",
                "Decode steps",
                () -> generator.totals().steps(),
                () -> generator.totals().stepNanos());
    }

    static void show(AdapterSupply adapters, WorkerMetrics metrics) {
        metrics.gauge(ADAPTERS, "Adapters in memory", () -> adapters.use().adapters());
        metrics.gauge(
                ADAPTERS + ".bytes", "Memory of adapters", () -> adapters.use().bytes());
        metrics.gauge(ADAPTERS + ".bytes.limit", "Memory that adapters may take", () -> adapters.use()
                .mostBytes());
        String asked = "Adapters that items asked for, by whether they were in memory";
        metrics.counter(ADAPTERS + ".leases", asked, () -> adapters.use().found(), "from", "memory");
        metrics.counter(ADAPTERS + ".leases", asked, () -> adapters.use().loaded(), "from", "disk");
    }
}
