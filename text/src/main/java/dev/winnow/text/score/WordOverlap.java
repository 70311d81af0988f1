package dev.winnow.text.score;

/** How alike two texts are: the F1 of the longest sequence of words that both have in the same order (ROUGE-L). */
final class WordOverlap {
    /** The work grows with the product of both. */
    static final int MOST_WORDS = 4_000;

    private WordOverlap() {}

    /** From 0 to 1, and 1 for equal texts alone. Of longer texts the first {@value #MOST_WORDS} words are compared. */
    static double of(String found, String expected) {
        String one = Same.collapsed(found);
        String other = Same.collapsed(expected);
        if (one.equals(other)) {
            return 1;
        }
        if (one.isEmpty() || other.isEmpty()) {
            return 0;
        }
        String[] words = one.split(" ", MOST_WORDS + 1);
        String[] wanted = other.split(" ", MOST_WORDS + 1);
        int n = Math.min(MOST_WORDS, words.length);
        int m = Math.min(MOST_WORDS, wanted.length);
        return Math.min(2.0 * common(words, n, wanted, m) / (n + m), Math.nextDown(1.0));
    }

    private static int common(String[] words, int n, String[] wanted, int m) {
        int[] before = new int[m + 1];
        for (int i = 0; i < n; i++) {
            int[] now = new int[m + 1];
            for (int j = 0; j < m; j++) {
                now[j + 1] = words[i].equals(wanted[j]) ? before[j] + 1 : Math.max(before[j + 1], now[j]);
            }
            before = now;
        }
        return before[m];
    }
}
