package dev.winnow.engine.model.source;

import dev.winnow.engine.model.RealModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/**
 * A source package of the Python index that carries data which tests compare with. It is fetched once into the folder
 * that the real model is kept in.
 *
 * @param name of the package
 * @param root of its archive and of the paths inside, such as {@code jsonschema-4.25.1}
 * @param sha256 of the archive
 * @param wanted which of its files are kept, by their paths below the root
 */
public record SourcePackage(String name, String root, String sha256, Predicate<String> wanted) {
    private static final int TAR_BLOCK = 512;

    /** The official JSON Schema test suite: Python's jsonschema has it. */
    public static final SourcePackage JSON_SCHEMA = new SourcePackage(
            "jsonschema",
            "jsonschema-4.25.1",
            "e4a9655ce0da0c0b67a085847e00a3a51449e1157f4f75e9fb5aa545e122eb85",
            path -> path.startsWith("json/tests/") || path.equals("json/LICENSE"));

    /** Vocabularies of real models: llama.cpp has them, and Python's llama-cpp-python has llama.cpp (77 MB). */
    public static final SourcePackage LLAMA_CPP = new SourcePackage(
            "llama-cpp-python",
            "llama_cpp_python-0.3.36",
            "832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e",
            path -> path.matches("vendor/llama\\.cpp/(models/ggml-vocab-(llama-spm|llama-bpe|qwen2)\\.gguf|LICENSE)"));

    /** Where its files lie, after fetching it if it is not there yet. */
    public Path folder() throws IOException {
        Path place = RealModel.cacheFolder().resolve("pypi").resolve(root);
        Path complete = place.resolve(".complete");
        FolderLock.hold(place, () -> {
            if (!Files.exists(complete)) {
                Path archive = place.resolve(root + ".tar.gz");
                fetch(archive);
                extract(archive, place);
                Files.delete(archive);
                Files.createFile(complete);
            }
        });
        return place;
    }

    private void fetch(Path archive) throws IOException {
        Environment environment = Environment.system();
        HttpAccess http = new HttpAccess(environment, Patience.USUAL);
        String file = String.valueOf(archive.getFileName());
        RemoteFile listed = new PackageIndex(http, Patience.USUAL, PipSettings.index(environment))
                .files(name).stream()
                        .filter(candidate -> candidate.name().equals(file))
                        .findFirst()
                        .orElseThrow(() -> new DownloadFailedException("the package index has no " + file));
        RemoteFile pinned = new RemoteFile(
                file, listed.address(), listed.size(), Optional.of(new Checksum.Sha256(sha256)), listed.credential());
        new Download(http, Patience.USUAL).fetch(pinned, archive, ProgressListener.SILENT);
    }

    /** Takes the wanted files out of a tar archive whose checksum is known. */
    private void extract(Path archive, Path place) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
            for (byte[] head = in.readNBytes(TAR_BLOCK); head.length == TAR_BLOCK; head = in.readNBytes(TAR_BLOCK)) {
                String path = path(head);
                String size = text(head, 124, 12).strip();
                long length = size.isEmpty() ? 0 : Long.parseLong(size, 8);
                boolean file = head[156] == '0' || head[156] == 0;
                if (file && path.startsWith(root + "/") && wanted.test(path.substring(root.length() + 1))) {
                    Path target = place.resolve(path.substring(root.length() + 1));
                    Files.createDirectories(target.getParent());
                    Files.write(target, in.readNBytes(Math.toIntExact(length)));
                } else {
                    in.skipNBytes(length);
                }
                in.skipNBytes((TAR_BLOCK - length % TAR_BLOCK) % TAR_BLOCK);
            }
        }
    }

    private static String path(byte[] head) {
        String prefix = text(head, 345, 155);
        return (prefix.isEmpty() ? "" : prefix + "/") + text(head, 0, 100);
    }

    private static String text(byte[] head, int from, int most) {
        int length = 0;
        while (length < most && head[from + length] != 0) {
            length++;
        }
        return new String(head, from, length, StandardCharsets.UTF_8);
    }
}
