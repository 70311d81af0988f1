package dev.winnow.cli.document;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The standard input in a file that goes with the process. */
final class KeptInput {
    private static final String NAME = "stdin";
    private static final int LOOKED_AT = 4096;

    /** A byte order mark of UTF-8, byte by byte. */
    private static final String MARK = "\u00EF\u00BB\u00BF";

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
        String beginning = new String(input.readNBytes(LOOKED_AT), StandardCharsets.ISO_8859_1);
        input.reset();
        String text = (beginning.startsWith(MARK) ? beginning.substring(MARK.length()) : beginning).stripLeading();
        if (text.startsWith("{")) {
            return DocumentFile.Kind.LINES;
        }
        return text.startsWith("<") ? DocumentFile.Kind.PAGE : DocumentFile.Kind.TEXT;
    }
}
