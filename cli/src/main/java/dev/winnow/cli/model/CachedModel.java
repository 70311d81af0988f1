package dev.winnow.cli.model;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.installation.ModelPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** The folder of one model in the model cache: {@code pypi/X}, {@code hf/ORG/NAME/REVISION} or {@code packed/X}. */
final class CachedModel {
    // How many names lead from the cache to a model.
    private static final Map<String, Integer> DEPTHS = Map.of("pypi", 2, "hf", 4, "packed", 2);

    private final Path folder;

    private CachedModel(Path folder) {
        this.folder = folder;
    }

    /**
     * Finds it.
     *
     * @throws CommandException if the text names no model of the cache, or one that is not there
     */
    static CachedModel of(String model, Path cache) {
        Path place = place(model, cache).toAbsolutePath().normalize();
        Path root = cache.toAbsolutePath().normalize();
        if (!place.startsWith(root) || !isModel(root.relativize(place))) {
            throw CommandException.usage(
                    place + " is no model of the model cache " + root + ": remove it yourself, if you want to");
        }
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw CommandException.usage(model + " is not in the model cache; `winnow models local` shows what is");
        }
        return new CachedModel(place);
    }

    private static boolean isModel(Path inCache) {
        return DEPTHS.getOrDefault(inCache.getName(0).toString(), 0) == inCache.getNameCount();
    }

    private static Path place(String model, Path cache) {
        try {
            return ModelPlace.of(model, cache);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** Removes it, and tells which folder that was. */
    Path remove() {
        try {
            // First: what is left when this is broken off must not look whole.
            Files.deleteIfExists(folder.resolve(".complete"));
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            return folder;
        } catch (IOException e) {
            throw CommandException.failed("The model cannot be removed: " + e);
        }
    }
}
