package dev.winnow.engine.training;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells trainings apart: one that goes on must have the base, the examples and the settings of the one that began. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(
            DecoderShape shape, WeightReader weights, List<TrainingExample> examples, TrainingSettings settings) {
        MessageDigest digest = sha256();
        add(digest, shape.toString());
        // Bases of one shape differ in all their weights: those that every training reads and that are short will do.
        float[] norm = weights.read("model.norm.weight");
        ByteBuffer bytes = ByteBuffer.allocate(norm.length * Float.BYTES);
        bytes.asFloatBuffer().put(norm);
        digest.update(bytes);
        add(digest, settings.toString());
        for (TrainingExample example : examples) {
            ByteBuffer numbers = ByteBuffer.allocate((example.length() + 2) * Integer.BYTES);
            numbers.putInt(example.length()).putInt(example.supervisedFrom());
            for (int at = 0; at < example.length(); at++) {
                numbers.putInt(example.token(at));
            }
            digest.update(numbers.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
