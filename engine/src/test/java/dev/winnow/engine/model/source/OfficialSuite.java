package dev.winnow.engine.model.source;

import dev.winnow.engine.model.RealModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The official JSON Schema test suite, as the source package of Python's jsonschema carries it. It is fetched once into
 * the folder that the real model is kept in.
 */
public final class OfficialSuite {
    private static final String PACKAGE = "jsonschema";
    private static final String ROOT = "jsonschema-4.25.1";
    private static final String SHA256 = "e4a9655ce0da0c0b67a085847e00a3a51449e1157f4f75e9fb5aa545e122eb85";

    private static final int TAR_BLOCK = 512;

    private OfficialSuite() {}

    /** The folder with the drafts' folders, after fetching it if it is not there yet. */
    public static Path tests() throws IOException {
        Path place = RealModel.cacheFolder().resolve("pypi").resolve(ROOT);
        Path complete = place.resolve(".complete");
        FolderLock.hold(place, () -> {
            if (!Files.exists(complete)) {
                Path archive = place.resolve(ROOT + ".tar.gz");
                fetch(archive);
                extract(archive, place);
                Files.delete(archive);
                Files.createFile(complete);
            }
        });
        return place.resolve("json").resolve("tests");
    }

    private static void fetch(Path archive) throws IOException {
        Environment environment = Environment.system();
        HttpAccess http = new HttpAccess(environment, Patience.USUAL);
        String name = String.valueOf(archive.getFileName());
        RemoteFile listed = new PackageIndex(http, Patience.USUAL, PipSettings.index(environment))
                .files(PACKAGE).stream()
                        .filter(file -> file.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new DownloadFailedException("the package index has no " + name));
        RemoteFile pinned = new RemoteFile(
                name, listed.address(), listed.size(), Optional.of(new Checksum.Sha256(SHA256)), listed.credential());
        new Download(http, Patience.USUAL).fetch(pinned, archive, ProgressListener.SILENT);
    }

    /** Takes the files below json/tests, and the licence, out of a tar archive whose checksum is known. */
    private static void extract(Path archive, Path place) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            for (byte[] head = in.readNBytes(TAR_BLOCK); head.length == TAR_BLOCK; head = in.readNBytes(TAR_BLOCK)) {
                String name = text(head, 0, 100);
                String prefix = text(head, 345, 155);
                String size = text(head, 124, 12).strip();
                int length = size.isEmpty() ? 0 : Integer.parseInt(size, 8);
                byte[] content = in.readNBytes(length);
                in.skipNBytes((TAR_BLOCK - length % TAR_BLOCK) % TAR_BLOCK);
                String path = prefix.isEmpty() ? name : prefix + "/" + name;
                boolean file = head[156] == '0' || head[156] == 0;
                if (file && (path.startsWith(ROOT + "/json/tests/") || path.equals(ROOT + "/json/LICENSE"))) {
                    Path target = place.resolve(path.substring(ROOT.length() + 1));
                    Files.createDirectories(target.getParent());
                    Files.write(target, content);
                }
            }
        }
    }

    private static String text(byte[] head, int from, int most) {
        int length = 0;
        while (length < most && head[from + length] != 0) {
            length++;
        }
        return new String(head, from, length, StandardCharsets.UTF_8);
    }
}
