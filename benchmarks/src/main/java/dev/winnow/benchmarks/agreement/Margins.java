package dev.winnow.benchmarks.agreement;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.decoder.Adapter;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.Feed;
import dev.winnow.engine.decoder.KvSlot;
import dev.winnow.engine.decoder.Logits;
import dev.winnow.engine.decoder.NumericMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * By how much the reference's choice scored more than another token: alone, one token a step. A decoder is loaded when
 * one is asked for first. Not thread-safe.
 */
final class Margins implements AutoCloseable {
    private final Subject subject;
    private final NumericMode mode;
    private @Nullable Decoder decoder;
    private @Nullable AdapterPool pool;
    private AdapterPool.@Nullable Lease lease;

    Margins(Subject subject, NumericMode mode) {
        this.subject = subject;
        this.mode = mode;
    }

    /**
     * The margin at the first token that differs.
     *
     * @return infinite where one output ends and the other goes on, since an end has no score of its own
     */
    double margin(List<Integer> prompt, int[] expected, int[] found, int at) throws IOException {
        if (at >= expected.length || at >= found.length) {
            return Double.POSITIVE_INFINITY;
        }
        Decoder open = open();
        Adapter adapter = lease == null ? null : lease.adapter();
        KvSlot slot = requireNonNull(open.reserve(prompt.size() + at + 1, adapter));
        try {
            int[] all = prompt.stream().mapToInt(Integer::intValue).toArray();
            int chunk = open.settings().chunkTokens();
            Logits scores = null;
            for (int from = 0; from < all.length; from += chunk) {
                int to = Math.min(all.length, from + chunk);
                scores = open.prefill(slot, Arrays.copyOfRange(all, from, to), to == all.length);
            }
            for (int i = 0; i < at; i++) {
                scores = open.step(List.of(Feed.of(slot, expected[i])));
            }
            return requireNonNull(scores).get(0, expected[at]) - scores.get(0, found[at]);
        } finally {
            open.release(slot);
        }
    }

    private Decoder open() throws IOException {
        if (decoder == null) {
            decoder = subject.load(mode, 1);
            if (!subject.adapters().isEmpty()) {
                Path folder = subject.adapters().get(0);
                pool = new AdapterPool(decoder.adapterForm(), Subject.adapterBytes());
                lease = pool.lease("learned", () -> Subject.open(folder)).orElseThrow();
            }
        }
        return decoder;
    }

    @Override
    public void close() {
        if (lease != null) {
            lease.close();
        }
        if (pool != null) {
            pool.close();
        }
        if (decoder != null) {
            decoder.close();
        }
    }
}
