package dev.winnow.engine.decoder;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Where each token of a step stands: rows in the order of their slots, a row's tokens one behind the other. Numbers as
 * {@code decode} in decoder.ts.py wants them. Filled run by run; not thread-safe.
 */
final class StepLayout {
    private final List<Feed> feeds;
    private final int[] firstTokenOf;
    private final LongStream.Builder ids = LongStream.builder();
    private final LongStream.Builder positions = LongStream.builder();
    private final LongStream.Builder padding = LongStream.builder();
    private final LongStream.Builder places = LongStream.builder();
    private final LongStream.Builder runs = LongStream.builder();
    private final List<Feed> run = new ArrayList<>();
    private int tokens;

    StepLayout(List<Feed> feeds) {
        this.feeds = feeds;
        this.firstTokenOf = new int[feeds.size()];
    }

    /** The rows that follow have neighbouring slots of one band. */
    void beginRun() {
        endRun();
    }

    /** The next row of the run. */
    void add(int feed) {
        Feed added = feeds.get(feed);
        firstTokenOf[feed] = tokens;
        for (int i = 0; i < added.tokens().length; i++) {
            ids.add(added.tokens()[i]);
            positions.add(added.slot().tokens() + i);
        }
        tokens += added.tokens().length;
        run.add(added);
    }

    /** No more rows in this run. */
    void endRun() {
        if (run.isEmpty()) {
            return;
        }
        int wide = run.stream().mapToInt(feed -> feed.tokens().length).max().orElseThrow();
        int first = 0;
        for (int row = 0; row < run.size(); row++) {
            int own = run.get(row).tokens().length;
            for (int i = 0; i < wide; i++) {
                padding.add(first + Math.min(i, own - 1));
            }
            for (int i = 0; i < own; i++) {
                places.add((long) row * wide + i);
            }
            first += own;
        }
        runs.add(run.get(0).slot().index());
        runs.add(run.size());
        runs.add(run.stream()
                .mapToInt(feed -> feed.slot().tokens() + feed.tokens().length)
                .max()
                .orElseThrow());
        runs.add(wide);
        runs.add(first);
        run.clear();
    }

    /** Every token: [tokens]. */
    long[] ids() {
        return ids.build().toArray();
    }

    /** Its position in its row: [tokens]. */
    long[] positions() {
        return positions.build().toArray();
    }

    /** For each run and padded token, its token within the run. */
    long[] padding() {
        return padding.build().toArray();
    }

    /** For each token its padded token within the run: [tokens]. */
    long[] places() {
        return places.build().toArray();
    }

    /** Five numbers for each run. */
    long[] runs() {
        return runs.build().toArray();
    }

    /** The rows' adapters. */
    AdapterMix adapters() {
        AdapterMix mix = new AdapterMix();
        for (int i = 0; i < feeds.size(); i++) {
            Feed feed = feeds.get(i);
            mix.add(feed.slot().adapter(), firstTokenOf[i], feed.tokens().length);
        }
        return mix;
    }

    /** The tokens whose scores are wanted, feed by feed as they were given. */
    long[] scored() {
        return IntStream.range(0, feeds.size())
                .flatMap(i -> {
                    Feed feed = feeds.get(i);
                    int end = firstTokenOf[i] + feed.tokens().length;
                    return IntStream.range(end - feed.scored(), end);
                })
                .asLongStream()
                .toArray();
    }
}
