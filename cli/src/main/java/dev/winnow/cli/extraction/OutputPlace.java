package dev.winnow.cli.extraction;

import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What lies where {@code --out} points, and how it is to be written. */
record OutputPlace(Path out) {
    private static final int MOST_LINKS = 40;

    /**
     * Looks before any work is done.
     *
     * @throws CommandException if nothing can be written there
     */
    Destination check() {
        if (Files.isDirectory(out)) {
            throw wrong("is a folder: name a file in it");
        }
        if (isSpecial()) {
            requireWritable();
            return new Destination.Rewritten(out, StandardOpenOption.APPEND);
        }
        Path file = followed();
        Path folder = file.resolveSibling("");
        if (!Files.isDirectory(folder)) {
            throw wrong("its folder does not exist: make " + folder + " first");
        }
        if (Files.exists(file)) {
            requireWritable();
            if (!Files.isWritable(folder)) {
                return new Destination.Rewritten(file, StandardOpenOption.TRUNCATE_EXISTING);
            }
        }
        Destination destination = new Destination.Replaced(file);
        try {
            Files.delete(destination.begin());
        } catch (IOException e) {
            throw wrong("cannot be written (" + e + "): choose a file in a folder that you may write");
        }
        return destination;
    }

    /** Pipes and devices; {@code /dev/stdout} stays itself even where it leads to a file that is open already. */
    private boolean isSpecial() {
        return Files.exists(out) && (!Files.isRegularFile(out) || out.startsWith("/dev") || out.startsWith("/proc"));
    }

    private void requireWritable() {
        if (!Files.isWritable(out)) {
            throw wrong("may not be written: choose another file");
        }
    }

    /** Where the links lead, whether there is something or not. */
    private Path followed() {
        Path at = out.toAbsolutePath();
        try {
            for (int links = 0; Files.isSymbolicLink(at); links++) {
                if (links == MOST_LINKS) {
                    throw wrong("is a circle of links: choose another file");
                }
                at = at.resolveSibling(Files.readSymbolicLink(at));
            }
        } catch (IOException e) {
            throw wrong("is a link that cannot be followed: " + e);
        }
        return at;
    }

    private CommandException wrong(String what) {
        return CommandException.usage("--out " + out + ": " + what);
    }
}
