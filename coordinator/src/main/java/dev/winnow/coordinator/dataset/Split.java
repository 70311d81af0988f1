package dev.winnow.coordinator.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which rows are held out. It hangs on a row's input alone: more rows, fewer rows or another order move no row to the
 * other side, and the same input with another output is on the same one.
 *
 * @param percent how many of a hundred, from 0 to 90
 */
record Split(int percent) {
    static final int MOST = 90;

    Split {
        if (percent < 0 || percent > MOST) {
            throw new IllegalArgumentException("percent must be from 0 to %d, was %d".formatted(MOST, percent));
        }
    }

    boolean holdsOut(String input) {
        byte[] digest = sha256().digest(input.strip().getBytes(StandardCharsets.UTF_8));
        return Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt()) < (1L << Integer.SIZE) * percent / 100;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
