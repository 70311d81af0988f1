package dev.winnow.cli.document;

import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The documents in some files and folders, read as they are asked for: of {@code .jsonl} and {@code .ndjson} files each
 * line is one, of {@code .csv} files each row, any other file is one as a whole: a page if it is called {@code .html},
 * {@code .htm} or {@code .xhtml}, else a text.
 */
public final class Documents implements Iterable<Document> {
    private final Sources sources;
    private final List<DocumentFile> files;
    private final Map<DocumentFile, String> names;
    private final boolean unread;

    /**
     * Takes the files.
     *
     * @param unread whether documents are sent as they stand there, for the service to judge each
     * @throws CommandException if one of them cannot be read
     */
    public Documents(Sources sources, boolean unread) {
        this.sources = sources;
        this.unread = unread;
        this.files = sources.files();
        this.names = names(files);
    }

    /**
     * What the results of whole files are called: the file's name, or its path where several have the same name.
     *
     * @throws CommandException if the same file is given twice
     */
    private static Map<DocumentFile, String> names(List<DocumentFile> files) {
        List<DocumentFile> whole =
                files.stream().filter(file -> file.kind().isWhole()).toList();
        Map<String, Long> uses = whole.stream().collect(Collectors.groupingBy(Documents::name, Collectors.counting()));
        Map<String, DocumentFile> given = new HashMap<>();
        Map<DocumentFile, String> names = new HashMap<>();
        for (DocumentFile file : whole) {
            String place = file.path().normalize().toString();
            if (given.put(place, file) != null) {
                throw CommandException.usage(file.shown() + " is given twice: name each file once");
            }
            names.put(file, uses.getOrDefault(name(file), 0L) < 2 ? name(file) : place);
        }
        return Map.copyOf(names);
    }

    private static String name(DocumentFile file) {
        return String.valueOf(file.path().getFileName());
    }

    /**
     * Reads all once.
     *
     * @return how many there are
     * @throws CommandException at the first that is no document, with its place
     */
    public long check() {
        long count = 0;
        for (Document document : this) {
            if (document.blank() && !unread) {
                throw CommandException.usage(document.origin() + ": the input is empty");
            }
            count++;
        }
        if (count == 0) {
            throw CommandException.usage("There are no documents in " + sources);
        }
        return count;
    }

    /** Where the document at that place of the request came from; empty text if there is none. */
    public String origin(long index) {
        long at = 0;
        for (Document document : this) {
            if (at++ == index) {
                return document.origin();
            }
        }
        return "";
    }

    @Override
    public Iterator<Document> iterator() {
        return new Walk(new ArrayDeque<>(files));
    }

    private DocumentReader open(DocumentFile file) throws IOException {
        return switch (file.kind()) {
            case LINES -> new JsonLines(file, unread);
            case TABLE -> new TableRows(file, sources.column());
            case PAGE, TEXT -> new WholeFile(file, String.valueOf(names.get(file)), unread);
        };
    }

    private final class Walk implements Iterator<Document> {
        private final Deque<DocumentFile> left;
        private @Nullable DocumentFile file;
        private @Nullable DocumentReader reader;
        private @Nullable Document next;

        Walk(Deque<DocumentFile> left) {
            this.left = left;
            this.next = advance();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public Document next() {
            Document current = next;
            if (current == null) {
                throw new NoSuchElementException();
            }
            next = advance();
            return current;
        }

        private @Nullable Document advance() {
            String name = file == null ? "" : file.shown();
            try {
                while (true) {
                    Document document = reader == null ? null : reader.next();
                    if (document != null) {
                        return document;
                    }
                    if (reader != null) {
                        reader.close();
                    }
                    file = left.poll();
                    if (file == null) {
                        reader = null;
                        return null;
                    }
                    name = file.shown();
                    reader = null;
                    reader = open(file);
                }
            } catch (CharacterCodingException e) {
                String where = reader == null || reader.line() == 0 ? "" : ", line " + reader.line();
                throw CommandException.usage(name + where + ": not UTF-8. Convert it, with iconv for example");
            } catch (IOException e) {
                throw CommandException.usage(name + " cannot be read: " + e.getMessage());
            }
        }
    }
}
