package dev.winnow.coordinator.dashboard;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the page. The first one names all others; they are served under a name of their common content, so that
 * browsers keep them for ever. While one version follows another, one replica's page asks another replica: it gives
 * what it has, which is not kept.
 */
@Singleton
class PageFiles {
    private static final String FOLDER = "/dashboard/";
    private static final String FIRST = "index.html";
    private static final String PLACE = "assets/";
    private static final Pattern VERSION = Pattern.compile(PLACE + "[0-9a-f]{16}/");
    private static final Pattern NAMED = Pattern.compile("=\"" + PLACE + "([a-z0-9/.-]+)\"");

    private final Map<String, PageFile> files = new TreeMap<>();
    private final PageFile first;
    private final String version;

    PageFiles() {
        String index = new String(read(FIRST), StandardCharsets.UTF_8);
        MessageDigest digest = sha256();
        Matcher named = NAMED.matcher(index);
        while (named.find()) {
            String name = named.group(1);
            byte[] content = read(name);
            files.put(name, PageFile.of(name, content));
            digest.update(content);
        }
        version = HexFormat.of().formatHex(digest.digest(), 0, 8);
        first = PageFile.of(
                FIRST,
                index.replace("=\"" + PLACE, "=\"" + PLACE + version + "/").getBytes(StandardCharsets.UTF_8));
    }

    /** The page itself. */
    PageFile first() {
        return first;
    }

    /** What all of them are together. */
    String version() {
        return version;
    }

    /** One of the files it names, as this or another version's page names it. */
    Optional<PageFile> find(String path) {
        Matcher place = VERSION.matcher(path);
        return place.lookingAt() ? Optional.ofNullable(files.get(path.substring(place.end()))) : Optional.empty();
    }

    /** Whether what is found there never changes. */
    boolean isOwn(String path) {
        return path.startsWith(PLACE + version + "/");
    }

    private static byte[] read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the dashboard's file " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
