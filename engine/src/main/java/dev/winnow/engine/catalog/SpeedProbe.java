package dev.winnow.engine.catalog;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Feed;
import dev.winnow.engine.decoder.KvSlot;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.torch.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Measures a model in this process, which should have measured nothing before: its memory counts. */
final class SpeedProbe {
    private static final int ROWS = 16;
    private static final int PROMPT_TOKENS = 512;
    private static final int PROMPTS = 4;
    private static final int STEPS = 24;

    private final SplittableRandom random = new SplittableRandom(1);
    private final int vocabulary;
    private final int promptTokens;
    private final Decoder decoder;

    private SpeedProbe(Decoder decoder) {
        this.decoder = decoder;
        this.vocabulary = decoder.shape().vocabulary();
        // A small context must hold a prompt and what is written behind it.
        this.promptTokens = (int) Math.min(PROMPT_TOKENS, decoder.longestRow() / 2);
    }

    static Measurement of(LoadableModel model, NumericMode mode, MemoryBudget budget) throws IOException {
        Torch.prepareThread();
        long begun = System.nanoTime();
        try (Decoder decoder = Decoder.load(model, mode, budget, new DecoderSettings(ROWS, PROMPT_TOKENS))) {
            double load = seconds(begun);
            SpeedProbe probe = new SpeedProbe(decoder);
            double prompts = probe.promptTokensPerSecond();
            double one = probe.stepTokensPerSecond(1);
            double many = probe.stepTokensPerSecond(ROWS);
            return new Measurement(load, residentMebibytes(), prompts, one, many, Torch.threads());
        }
    }

    private double promptTokensPerSecond() {
        decoder.release(read()); // the first one compiles what it multiplies by
        long begun = System.nanoTime();
        for (int prompt = 0; prompt < PROMPTS; prompt++) {
            decoder.release(read());
        }
        return PROMPTS * promptTokens / seconds(begun);
    }

    private double stepTokensPerSecond(int rows) {
        List<KvSlot> slots = rows(rows);
        step(slots);
        long begun = System.nanoTime();
        int steps = Math.min(STEPS, promptTokens - 2);
        for (int step = 0; step < steps; step++) {
            step(slots);
        }
        double rate = steps * slots.size() / seconds(begun);
        slots.forEach(decoder::release);
        return rate;
    }

    /** So many, or as many as the cache holds. */
    private List<KvSlot> rows(int most) {
        List<KvSlot> slots = new ArrayList<>();
        while (slots.size() < most) {
            KvSlot slot = decoder.reserve(rowTokens());
            if (slot == null) {
                break;
            }
            slots.add(read(slot));
        }
        return slots;
    }

    private int rowTokens() {
        return (int) Math.min(decoder.longestRow(), promptTokens + STEPS + 2L);
    }

    private KvSlot read() {
        return read(requireNonNull(decoder.reserve(rowTokens()), "memory for the longest row was planned"));
    }

    private KvSlot read(KvSlot slot) {
        decoder.prefill(slot, random.ints(promptTokens, 0, vocabulary).toArray(), true);
        return slot;
    }

    private void step(List<KvSlot> slots) {
        List<Feed> feeds = new ArrayList<>();
        slots.forEach(slot -> feeds.add(Feed.of(slot, random.nextInt(vocabulary))));
        decoder.step(feeds);
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    /** As Linux counts them; 0 elsewhere. */
    private static long residentMebibytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
