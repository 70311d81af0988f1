package dev.winnow.benchmarks.peers.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The folder where what was set up is kept: a part for each recipe, made once. */
public final class PeerFolder {
    private static final int HASH_CHARACTERS = 12;
    private static final String COMPLETE = ".complete";

    private final Path root;

    /** Takes the folder, which is made when it is needed. */
    public PeerFolder(Path root) {
        this.root = root;
    }

    /** The one in this user's cache. */
    public static PeerFolder ofUser() {
        return new PeerFolder(Path.of(System.getProperty("user.home"), ".cache", "winnow", "peers"));
    }

    /**
     * A part of the folder; what was broken off is made anew.
     *
     * @param name for people
     * @param recipe everything that its content depends on
     */
    Path part(String name, String recipe, Maker maker) throws IOException, InterruptedException {
        Path part = root.resolve(name + "-" + hash(recipe).substring(0, HASH_CHARACTERS));
        Path complete = part.resolve(COMPLETE);
        if (!Files.exists(complete)) {
            delete(part);
            Files.createDirectories(part);
            maker.make(part);
            Files.writeString(complete, recipe.length() > 4096 ? recipe.substring(0, 4096) : recipe);
        }
        return part;
    }

    private static String hash(String recipe) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(recipe.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    private static void delete(Path part) throws IOException {
        if (!Files.exists(part)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(part)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    /** Makes a part. */
    @FunctionalInterface
    interface Maker {
        /** Fills an empty folder. */
        void make(Path part) throws IOException, InterruptedException;
    }
}
