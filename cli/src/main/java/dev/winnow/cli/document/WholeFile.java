package dev.winnow.cli.document;

import dev.winnow.cli.document.Document.Content;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/** A file that is one document. */
final class WholeFile implements DocumentReader {
    private final DocumentFile file;
    private final String id;
    private final boolean unread;
    private boolean over;

    /** Reads that file; what is not UTF-8 is sent as it is, if {@code unread}. */
    WholeFile(DocumentFile file, String id, boolean unread) {
        this.file = file;
        this.id = id;
        this.unread = unread;
    }

    @Override
    public @Nullable Document next() throws IOException {
        if (over) {
            return null;
        }
        over = true;
        String field = file.kind() == DocumentFile.Kind.PAGE ? Content.PAGE : Content.TEXT;
        byte[] bytes = Files.readAllBytes(file.path());
        try {
            String text = Utf8Lines.decode(bytes);
            String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
            return Document.of(file.shown(), 0, id, new Content(field, unmarked), null);
        } catch (CharacterCodingException e) {
            if (unread) {
                return Document.unread(file.shown(), id, field, bytes);
            }
            throw e;
        }
    }

    @Override
    public long line() {
        return 0;
    }

    @Override
    public void close() {
        // nothing stays open
    }
}
