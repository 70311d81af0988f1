package dev.winnow.cli.extraction;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where results go. They are gathered in a file first, so that a half never takes the place of a whole. */
sealed interface Destination {
    /** Makes the empty file in which the results are gathered. */
    Path begin() throws IOException;

    /** Puts what was gathered to its place, and removes the file. */
    void deliver(Path gathered) throws IOException;

    /** For the message at the end: {@code ", written to FILE"}, or nothing. */
    String remark();

    /**
     * The one that {@code --out} names, or the standard output.
     *
     * @throws CommandException if it cannot be written; asked now, so that no work is done for nothing
     */
    static Destination of(@Nullable Path out, Console console) {
        return out == null ? new Printed(console) : new OutputPlace(out).check();
    }

    /** The standard output. */
    record Printed(Console console) implements Destination {
        @Override
        public Path begin() throws IOException {
            return Files.createTempFile("winnow-", ".jsonl");
        }

        @Override
        public void deliver(Path gathered) throws IOException {
            try (BufferedReader reader = Files.newBufferedReader(gathered)) {
                reader.transferTo(console.out());
                console.out().flush();
            }
            if (console.out().checkError()) {
                throw new IOException("the standard output is closed or full");
            }
            Files.delete(gathered);
        }

        @Override
        public String remark() {
            return "";
        }
    }

    /** What keeps its place and gets new content: pipes, devices, a file in a folder that may not be changed. */
    record Rewritten(Path place, OpenOption how) implements Destination {
        @Override
        public Path begin() throws IOException {
            return Files.createTempFile("winnow-", ".jsonl");
        }

        @Override
        public void deliver(Path gathered) throws IOException {
            try (OutputStream stream = Files.newOutputStream(place, StandardOpenOption.WRITE, how)) {
                Files.copy(gathered, stream);
            }
            Files.delete(gathered);
        }

        @Override
        public String remark() {
            return ", written to " + place;
        }
    }

    /** An ordinary file, which has its new content whole or not at all. */
    record Replaced(Path file) implements Destination {
        @Override
        public Path begin() throws IOException {
            // Made as any program makes a file, with the rights that the user's umask gives.
            Path beside = Files.createFile(file.resolveSibling(".winnow-" + UUID.randomUUID() + ".part"));
            PosixFileAttributeView rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (rights != null && Files.exists(file)) {
                Files.setPosixFilePermissions(beside, rights.readAttributes().permissions());
            }
            return beside;
        }

        @Override
        public void deliver(Path gathered) throws IOException {
            Files.move(gathered, file, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public String remark() {
            return ", written to " + file;
        }
    }
}
