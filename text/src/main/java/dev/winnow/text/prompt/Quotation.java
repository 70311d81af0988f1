package dev.winnow.text.prompt;

import dev.winnow.text.tokenizer.Tokenizer;

/**
 * A document as an output quotes it: within a JSON string, its white space collapsed. Scraped values run over line
 * breaks that no output keeps; of recipes' ingredients half stand in the document as they are written, and nearly all
 * do once white space is collapsed. Thread-safe, as long as its tokenizer is open.
 */
public final class Quotation {
    private final Tokenizer tokenizer;

    public Quotation(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Tokens of the document so written; words have the space before them that they have within a text. */
    public int[] tokens(String document) {
        return tokenizer.encodePassage(quoted(document));
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
