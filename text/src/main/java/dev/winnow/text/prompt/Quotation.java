package dev.winnow.text.prompt;

import dev.winnow.text.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A document as an output quotes it: within a JSON string, its white space collapsed. Scraped values run over line
 * breaks that no output keeps; of recipes' ingredients half stand in the document as they are written, and nearly all
 * do once white space is collapsed. Thread-safe, as long as its tokenizer is open.
 */
public final class Quotation {
    private static final String REPLACEMENT = "\uFFFD";

    private final Tokenizer tokenizer;
    // By token, what writes it at the beginning of a string: no more than the vocabulary has.
    private final Map<Integer, int[]> openings = new ConcurrentHashMap<>();

    public Quotation(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Tokens of the document so written. */
    public QuotedTokens tokens(String document) {
        int[] tokens = tokenizer.encodePassage(quoted(document));
        return new QuotedTokens(
                tokens,
                Arrays.stream(tokens)
                        .mapToObj(token -> openings.computeIfAbsent(token, this::opening))
                        .toArray(int[][]::new));
    }

    private int[] opening(int token) {
        String text = tokenizer.decode(new int[] {token});
        if (text.length() < 2 || text.charAt(0) != ' ' || text.contains(REPLACEMENT)) {
            return new int[] {token};
        }
        int[] opening = tokenizer.encode(text.substring(1));
        return opening.length == 0 ? new int[] {token} : opening; // a vocabulary that lacks the bare letters
    }

    static String quoted(String document) {
        StringBuilder text = new StringBuilder(document.length() + 1);
        boolean space = true;
        for (int i = 0; i < document.length(); i++) {
            char c = document.charAt(i);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                space = true;
                continue;
            }
            if (space) {
                text.append(' ');
                space = false;
            }
            if (c == '"' || c == '\\') {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }
}
