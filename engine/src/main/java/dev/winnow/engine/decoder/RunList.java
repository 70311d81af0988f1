package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a step, arranged into runs of neighbouring slots, since attention reads the cache by slices. The native lists
 * of tensors are made anew only when the bands change. Not thread-safe.
 */
final class RunList implements AutoCloseable {
    private final List<KvBand> bands = new ArrayList<>();
    private long[] runs = {};
    private List<KvBand> listed = List.of();
    private @Nullable TorchValue keys;
    private @Nullable TorchValue values;

    /** Finds the runs and says in which order the rows come: place i is taken by row {@code order[i]}. */
    int[] arrange(List<KvSlot> rows) {
        int[] order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                                (Integer row) -> rows.get(row).band().length())
                        .thenComparingInt(row -> rows.get(row).index()))
                .mapToInt(Integer::intValue)
                .toArray();
        bands.clear();
        long[] found = new long[3 * rows.size()];
        int last = -3;
        KvSlot before = null;
        for (int row : order) {
            KvSlot slot = rows.get(row);
            if (before == null || before.band() != slot.band() || before.index() + 1 != slot.index()) {
                last += 3;
                found[last] = slot.index();
                bands.add(slot.band());
            }
            found[last + 1]++;
            found[last + 2] = Math.max(found[last + 2], slot.tokens() + 1);
            before = slot;
        }
        runs = Arrays.copyOf(found, last + 3);
        return order;
    }

    /** For each run its first slot, its number of slots, and the length of its longest row with the new token. */
    long[] runs() {
        return runs.clone();
    }

    /** For each run and layer, the keys. */
    TorchValue keys() {
        refresh();
        return requireNonNull(keys);
    }

    /** For each run and layer, the values. */
    TorchValue values() {
        refresh();
        return requireNonNull(values);
    }

    /** Lets go of all tensors; the next step lists them anew. */
    @Override
    public void close() {
        Stream.of(keys, values).filter(Objects::nonNull).forEach(TorchValue::close);
        keys = null;
        values = null;
        listed = List.of();
    }

    private void refresh() {
        if (!listed.equals(bands)) {
            close();
            keys = TorchValue.list(
                    bands.stream().flatMap(band -> band.keys().stream()).toList());
            values = TorchValue.list(
                    bands.stream().flatMap(band -> band.values().stream()).toList());
            listed = List.copyOf(bands); // last: if a list cannot be made, the next step tries again
        }
    }
}
