package dev.winnow.benchmarks.shapes;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.cluster.ResourceUse;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Feed;
import dev.winnow.engine.decoder.KvSlot;
import dev.winnow.engine.decoder.Logits;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.decoder.PackedWriter;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.gguf.GgufModel;
import dev.winnow.engine.model.packed.PackedModel;
import dev.winnow.engine.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Loads a file, reads prompts and takes steps, all rows together.
 *
 * @param budget of the decoder
 * @param rows that decode at once
 * @param promptTokens of each row
 * @param steps tokens that each row generates
 */
record ShapesRun(MemoryBudget budget, int rows, int promptTokens, int steps) {
    /** What was written, and whether every score was a number. */
    record Written(List<Integer> tokens, boolean finite) {}

    /** Measures one shape in one mode, from the file of blocks. */
    Written measure(FullShape shape, Path file, NumericMode mode, Report report) throws IOException {
        try (LoadableModel model = GgufModel.open(file)) {
            return measure(shape, "Q4_K file in " + mode.wireName(), model, mode, report);
        }
    }

    /** Measures the packed form, which is written to that folder first. */
    Written measurePacked(FullShape shape, Path file, Path folder, NumericMode mode, Report report) throws IOException {
        try (LoadableModel model = GgufModel.open(file);
                PackedWriter writer = new PackedWriter(model, mode)) {
            writer.write(folder, shape.name(), layer -> {});
        }
        try (LoadableModel model = PackedModel.open(folder)) {
            return measure(shape, "packed folder in " + mode.wireName(), model, mode, report);
        }
    }

    private Written measure(FullShape shape, String name, LoadableModel model, NumericMode mode, Report report)
            throws IOException {
        Torch.prepareThread();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("parameters_million", shape.parameters() / 1_000_000);
        long begun = System.nanoTime();
        Written written;
        try (Decoder decoder = Decoder.load(model, mode, budget, new DecoderSettings(rows, promptTokens))) {
            values.put("load_seconds", seconds(begun));
            values.put("weights_mib", decoder.memory().weightBytes() >> 20);
            values.put("stated_mib", decoder.memory().totalBytes() >> 20);
            written = generate(decoder, values);
        }
        values.put(
                "peak_memory_mib",
                ResourceUse.peakMebibytes(ProcessHandle.current().pid()));
        report.figure(shape.name(), "%s, %d rows".formatted(name, rows), values);
        return written;
    }

    private Written generate(Decoder decoder, Map<String, Object> values) throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        List<KvSlot> slots = new ArrayList<>();
        List<Integer> tokens = new ArrayList<>();
        int[] next = new int[rows];
        boolean finite = true;
        long begun = System.nanoTime();
        for (int row = 0; row < rows; row++) {
            KvSlot slot = decoder.reserve(promptTokens + steps);
            if (slot == null) {
                throw new IOException(
                        "the memory budget has no room for %d rows: raise it, or take fewer".formatted(rows));
            }
            int[] prompt =
                    random.ints(promptTokens, 0, decoder.shape().vocabulary()).toArray();
            Logits logits = requireNonNull(decoder.prefill(slot, prompt, true));
            finite &= Float.isFinite(logits.highest(0));
            next[row] = logits.best(0);
            slots.add(slot);
        }
        values.put("prompt_tokens_per_second", rate((long) rows * promptTokens, begun));
        begun = System.nanoTime();
        for (int step = 0; step < steps; step++) {
            List<Feed> feeds = new ArrayList<>();
            for (int row = 0; row < rows; row++) {
                feeds.add(Feed.of(slots.get(row), next[row]));
            }
            Logits logits = decoder.step(feeds);
            for (int row = 0; row < rows; row++) {
                finite &= Float.isFinite(logits.highest(row));
                next[row] = logits.best(row);
                tokens.add(next[row]);
            }
        }
        values.put("generated_tokens_per_second", rate((long) rows * steps, begun));
        return new Written(tokens, finite);
    }

    private static double seconds(long begun) {
        return Math.round((System.nanoTime() - begun) / 1e8) / 10.;
    }

    private static double rate(long tokens, long begun) {
        return Math.round(10 * tokens / ((System.nanoTime() - begun) / 1e9)) / 10.;
    }
}
