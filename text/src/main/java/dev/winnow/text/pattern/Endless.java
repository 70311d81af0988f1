package dev.winnow.text.pattern;

/** Finds whether a circle can be reached from each state of an automaton. */
final class Endless {
    private Endless() {}

    static boolean all(Table table) {
        // A state from which no circle can be reached leads, on each way, to one that nothing leads on from.
        for (int state = 0; state < table.states(); state++) {
            if (table.firstRange(state) == table.endOfRanges(state)) {
                return false;
            }
        }
        return true;
    }
}
