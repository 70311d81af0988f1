package dev.winnow.engine.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The models that lie whole in the model cache. */
final class CachedModels {
    /** The folder of the cache in which packed models are written unless another is named. */
    static final String PACKED = "packed";

    private static final String COMPLETE = ".complete";

    private final Path cache;

    CachedModels(Path cache) {
        this.cache = cache;
    }

    /** As they are given to {@code --model}. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path folder : folders(cache.resolve("pypi"), 1)) {
            // Other packages, which have no model, may lie there too.
            if (Files.exists(folder.resolve(COMPLETE)) && hasGguf(folder)) {
                String name = String.valueOf(folder.getFileName());
                int version = name.lastIndexOf('-');
                names.add("pypi:" + name.substring(0, version) + "==" + name.substring(version + 1));
            }
        }
        Path hub = cache.resolve("hf");
        for (Path folder : folders(hub, 3)) {
            if (Files.exists(folder.resolve(COMPLETE))) {
                names.add(repository(hub.relativize(folder)));
            }
        }
        folders(cache.resolve(PACKED), 1).forEach(folder -> names.add(folder.toString()));
        return names;
    }

    private static boolean hasGguf(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".gguf"));
        }
    }

    private static String repository(Path place) {
        String[] revision = place.getName(2).toString().split("\\+", 2);
        return "hf:%s/%s%s%s"
                .formatted(
                        place.getName(0),
                        place.getName(1),
                        revision.length > 1 ? "/" + revision[1] : "",
                        revision[0].equals("main") ? "" : "@" + revision[0]);
    }

    private static List<Path> folders(Path root, int depth) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.find(root, depth, (path, facts) -> facts.isDirectory())) {
            return found.filter(path -> root.relativize(path).getNameCount() == depth && !path.equals(root))
                    .filter(path -> !path.toString().endsWith(".unfinished"))
                    .sorted()
                    .toList();
        }
    }
}
