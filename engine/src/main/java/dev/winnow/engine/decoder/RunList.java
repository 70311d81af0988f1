package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.BitSet;
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
    private List<KvBand> listed = List.of();
    private @Nullable TorchValue keys;
    private @Nullable TorchValue values;

    /** Finds the runs, and where each token stands. */
    StepLayout arrange(List<Feed> feeds) {
        List<Integer> order = IntStream.range(0, feeds.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                                (Integer feed) -> feeds.get(feed).slot().band().length())
                        .thenComparingInt(feed -> feeds.get(feed).slot().index()))
                .toList();
        List<Feed> rows = order.stream().map(feeds::get).toList();
        BitSet starts = RunSplit.starts(
                rows.stream().mapToInt(row -> row.tokens().length).toArray(), apart(rows));
        bands.clear();
        StepLayout layout = new StepLayout(feeds);
        for (int row = 0; row < rows.size(); row++) {
            if (starts.get(row)) {
                layout.beginRun();
                bands.add(rows.get(row).slot().band());
            }
            layout.add(order.get(row));
        }
        layout.endRun();
        return layout;
    }

    /** Rows whose slot does not follow that of the row before. */
    private static BitSet apart(List<Feed> rows) {
        BitSet apart = new BitSet();
        for (int row = 1; row < rows.size(); row++) {
            KvSlot before = rows.get(row - 1).slot();
            KvSlot slot = rows.get(row).slot();
            apart.set(row, before.band() != slot.band() || before.index() + 1 != slot.index());
        }
        return apart;
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
