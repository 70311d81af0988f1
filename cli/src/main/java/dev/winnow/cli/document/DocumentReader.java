package dev.winnow.cli.document;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Reads a file's documents one after the other. */
interface DocumentReader extends Closeable {
    /**
     * The next one, null at the end.
     *
     * @throws CharacterCodingException if it is not UTF-8
     * @throws dev.winnow.cli.console.CommandException if it is no document
     */
    @Nullable
    Document next() throws IOException;

    /** The line that was read last, from 1; 0 where lines do not matter. */
    long line();
}
