package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the numbers of tokens. Tables are made by the largest one, so a damaged file must not name just any. */
final class TokenId {
    /** Some 15 times the largest vocabulary of today's models. */
    static final int MOST = 1 << 22;

    private TokenId() {}

    /**
     * The number of a token.
     *
     * @throws TokenizerRefusedException if it is no whole number from 0 to {@link #MOST}
     */
    static int read(JsonNode id, String token) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.intValue() < 0 || id.intValue() > MOST) {
            throw new TokenizerRefusedException("tokenizer.json gives the token " + token + " the id " + id
                    + "; ids are whole numbers from 0 to " + MOST + ": the file is damaged, download it again");
        }
        return id.intValue();
    }
}
