package dev.winnow.engine.decoder;

/**
 * Scores of every token as the next one, for some rows. A view of the decoder's own memory: the decoder's next call
 * overwrites it.
 */
public final class Logits {
    private final float[] values;
    private final int vocabulary;
    private final int rows;

    @SuppressWarnings("ArrayIsStoredDirectly")
    Logits(float[] values, int vocabulary, int rows) {
        this.values = values;
        this.vocabulary = vocabulary;
        this.rows = rows;
    }

    /** The number of tokens that have a score. */
    public int vocabulary() {
        return vocabulary;
    }

    /** The number of rows. */
    public int rows() {
        return rows;
    }

    /** The score of a token in a row; rows are in the order in which they were asked for. */
    public float get(int row, int token) {
        return values[row * vocabulary + token];
    }

    /** A copy of a row's scores. */
    public float[] row(int row) {
        float[] copy = new float[vocabulary];
        System.arraycopy(values, row * vocabulary, copy, 0, vocabulary);
        return copy;
    }
}
