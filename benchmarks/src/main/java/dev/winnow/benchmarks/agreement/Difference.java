package dev.winnow.benchmarks.agreement;

/**
 * Where an output leaves the reference output.
 *
 * @param document its number
 * @param token the place of the first token that differs
 * @param margin by how much the reference's token scored more than the other one, where it was chosen; less than
 *     nothing if it was not the best, which is no tie either
 */
record Difference(int document, int token, double margin) {
    /** What DESIGN allows: rounding may decide between scores as near as this. */
    static final double TIE = 1e-4;

    boolean allowed() {
        return Math.abs(margin) <= TIE;
    }
}
