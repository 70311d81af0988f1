package dev.winnow.engine.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a file's bytes must come to. */
sealed interface Checksum {
    /** The expected value in hexadecimal. */
    String hex();

    /** Computes the same over a file. */
    String of(Path file) throws IOException;

    /** The SHA-256 of the bytes, as package indexes and large files of the hub have it. */
    record Sha256(String hex) implements Checksum {
        public Sha256 {
            hex = requireHex(hex, 64);
        }

        @Override
        public String of(Path file) throws IOException {
            return digest(digest("SHA-256"), file);
        }
    }

    /** Git's name for a file, as small files of the hub have it: the SHA-1 of a short head and the bytes. */
    record GitBlob(String hex) implements Checksum {
        public GitBlob {
            hex = requireHex(hex, 40);
        }

        @Override
        public String of(Path file) throws IOException {
            MessageDigest digest = digest("SHA-1");
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
            return digest(digest, file);
        }
    }

    private static String requireHex(String hex, int length) {
        String lower = hex.toLowerCase(Locale.ROOT);
        if (!Pattern.matches("[0-9a-f]{" + length + "}", lower)) {
            throw new IllegalArgumentException("a checksum has %d hexadecimal digits, was '%s'".formatted(length, hex));
        }
        return lower;
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    private static String digest(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
