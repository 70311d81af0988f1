package dev.winnow.cli.document;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The standard input in a file that goes with the process. */
final class KeptInput {
    private static final String NAME = "stdin";
    private static final int LOOKED_AT = 4096;

    private KeptInput() {}

    /** Keeps it. JSON lines begin with a brace and a page with a bracket; anything else is one text. */
    static DocumentFile keep(InputStream input) throws IOException {
        Path folder = Files.createTempDirectory("winnow-input-");
        Path file = folder.resolve(NAME);
        folder.toFile().deleteOnExit();
        file.toFile().deleteOnExit(); // the last one named goes first
        BufferedInputStream whole = new BufferedInputStream(input, LOOKED_AT);
        DocumentFile.Kind kind = kind(whole);
        Files.copy(whole, file);
        return new DocumentFile(file, kind, "the standard input");
    }

    private static DocumentFile.Kind kind(BufferedInputStream input) throws IOException {
        input.mark(LOOKED_AT);
        byte[] beginning = input.readNBytes(LOOKED_AT);
        input.reset();
        for (byte each : beginning) {
            boolean passed = each == ' ' || each == '\t' || each == '\r' || each == '\n' || each < 0;
            if (!passed) { // bytes of a byte order mark are below 0
                return each == '{'
                        ? DocumentFile.Kind.LINES
                        : each == '<' ? DocumentFile.Kind.PAGE : DocumentFile.Kind.TEXT;
            }
        }
        return DocumentFile.Kind.TEXT;
    }
}
