package dev.winnow.engine.decoder;

import static java.util.Objects.checkIndex;
import static java.util.Objects.requireNonNull;

import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import org.jspecify.annotations.Nullable;

/**
 * Scores of every token as the next one, for some rows: valid until the decoder's next call. They stay where they were
 * computed. Each row's best token is at hand, since most choices ask for no more; a row is brought over whole when one
 * of its scores is asked for. Not thread-safe.
 */
public final class Logits {
    private static final float NEGLIGIBLE = 18;

    private final TorchModule module;
    private final @Nullable TorchValue scores;
    private final float[] best;
    private final float[] brought;
    private int broughtRow = -1;

    @SuppressWarnings("ArrayIsStoredDirectly") // The decoder lends its own.
    private Logits(TorchModule module, @Nullable TorchValue scores, float[] best, float[] brought) {
        this.module = module;
        this.scores = scores;
        this.best = best;
        this.brought = brought;
    }

    /** No rows. */
    static Logits none(TorchModule module, float[] brought) {
        return new Logits(module, null, new float[0], brought);
    }

    /**
     * Finds each row's best.
     *
     * @param scores [rows, vocabulary], taken over
     * @param brought as long as the vocabulary: where a row is brought to
     */
    static Logits of(TorchModule module, TorchValue scores, int rows, float[] brought) {
        float[] best = new float[2 * rows];
        try (TorchValue found = module.call("best").with(scores).run()) {
            found.copyTo(best);
        } catch (RuntimeException e) {
            scores.close();
            throw e;
        }
        return new Logits(module, scores, best, brought);
    }

    /** The number of tokens that have a score. */
    public int vocabulary() {
        return brought.length;
    }

    /** The number of rows, in the order in which they were asked for. */
    public int rows() {
        return best.length / 2;
    }

    /** The token with a row's highest score, the lowest of several; of no meaning if a score is no number. */
    public int best(int row) {
        return (int) best[rows() + checkIndex(row, rows())];
    }

    /** A row's highest score; no number if one of its scores is none. */
    public float highest(int row) {
        return best[checkIndex(row, rows())];
    }

    /** The score of a token in a row. */
    public float get(int row, int token) {
        bring(row);
        return brought[token];
    }

    /** A copy of a row's scores. */
    public float[] row(int row) {
        bring(row);
        return brought.clone();
    }

    /**
     * What tokens are drawn by: {@code exp((score - origin) / temperature)} of each token of a row, computed where the
     * scores are, since a hundred thousand of them take the JVM a millisecond.
     *
     * @param origin the highest score of those that may be drawn, so that no sum of theirs overflows or vanishes
     */
    public float[] weights(int row, double origin, double temperature) {
        float[] weights = new float[vocabulary()];
        try (TorchValue found = module.call("weight_row")
                .with(requireNonNull(scores))
                .with(checkIndex(row, rows()))
                .withReal(origin)
                .withReal(temperature)
                .run()) {
            found.copyTo(weights);
        }
        return weights;
    }

    /**
     * The logarithm of a token's probability among those that are allowed. Tokens that are e^18 times less likely than
     * the likeliest are not counted: a hundred thousand of them come to less than 0.002.
     *
     * @param allowed bit {@code i & 63} of word {@code i >> 6} is token i; null allows all
     * @param token one of them, with a finite score
     */
    public double logProbability(int row, int token, long @Nullable [] allowed) {
        bring(row);
        float most = brought[token];
        for (int i = 0; i < brought.length; i++) {
            if (brought[i] > most && isAllowed(allowed, i)) {
                most = brought[i];
            }
        }
        double sum = 0;
        for (int i = 0; i < brought.length; i++) {
            if (brought[i] > most - NEGLIGIBLE && isAllowed(allowed, i)) {
                sum += Math.exp(brought[i] - most);
            }
        }
        return brought[token] - most - Math.log(sum);
    }

    private static boolean isAllowed(long @Nullable [] allowed, int token) {
        return allowed == null || (allowed[token >> 6] >>> (token & 63) & 1) != 0;
    }

    /** Gives the scores up. */
    void close() {
        if (scores != null) {
            scores.close();
        }
    }

    private void bring(int row) {
        if (checkIndex(row, rows()) == broughtRow) {
            return;
        }
        try (TorchValue one =
                module.call("score_row").with(requireNonNull(scores)).with(row).run()) {
            one.copyTo(brought);
        }
        broughtRow = row;
    }
}
