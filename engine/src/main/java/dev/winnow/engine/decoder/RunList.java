package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
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
    // A run's rows are padded to the widest, which attention pays for; another run costs as much as so many tokens.
    private static final int RUN_COST = 12;

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
        bands.clear();
        StepLayout layout = new StepLayout(feeds);
        Feed before = null;
        int rows = 0;
        int wide = 0;
        for (int place : order) {
            Feed feed = feeds.get(place);
            int own = feed.tokens().length;
            if (before == null || !isNeighbour(before, feed) || padding(rows, wide, own) > RUN_COST) {
                layout.beginRun();
                bands.add(feed.slot().band());
                rows = 0;
                wide = 0;
            }
            layout.add(place);
            rows++;
            wide = Math.max(wide, own);
            before = feed;
        }
        layout.endRun();
        return layout;
    }

    private static boolean isNeighbour(Feed before, Feed next) {
        return before.slot().band() == next.slot().band()
                && before.slot().index() + 1 == next.slot().index();
    }

    /** What a run of so many rows is padded by when another row joins it. */
    private static int padding(int rows, int wide, int own) {
        return own > wide ? rows * (own - wide) : wide - own;
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
