package dev.winnow.engine.decoder;

/**
 * Scores of every token as the next one, for some rows. A view of the decoder's own memory: the decoder's next call
 * overwrites it.
 */
public final class Logits {
    private final float[] values;
    private final int vocabulary;
    private final int[] places;

    @SuppressWarnings("ArrayIsStoredDirectly")
    Logits(float[] values, int vocabulary, int[] places) {
        this.values = values;
        this.vocabulary = vocabulary;
        this.places = places;
    }

    /** The number of tokens that have a score. */
    public int vocabulary() {
        return vocabulary;
    }

    /** The number of rows. */
    public int rows() {
        return places.length;
    }

    /** The score of a token in a row; rows are in the order in which they were asked for. */
    public float get(int row, int token) {
        return values[places[row] * vocabulary + token];
    }

    /** A copy of a row's scores. */
    public float[] row(int row) {
        float[] copy = new float[vocabulary];
        System.arraycopy(values, places[row] * vocabulary, copy, 0, vocabulary);
        return copy;
    }
}
