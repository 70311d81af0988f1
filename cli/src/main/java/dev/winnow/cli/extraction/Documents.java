package dev.winnow.cli.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.extraction.Document.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The documents in some files, read as they are asked for: of {@code .jsonl} and {@code .ndjson} files each line is one
 * (with {@code input} or {@code html}, and maybe {@code id} and {@code instruction}; other fields are ignored), any
 * other file is one as a whole: a page if it is called {@code .html}, {@code .htm} or {@code .xhtml}, else a text.
 */
final class Documents implements Iterable<Document> {
    private static final ObjectReader LINE =
            new ObjectMapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    // More than the service takes of a line: one that is cut here is refused there for its length.
    private static final int KEPT_BYTES = 64 << 20;

    private final List<Path> files;
    private final Map<Path, String> names;
    private final boolean unread;

    /**
     * Takes the files.
     *
     * @param unread whether documents are sent as they stand there, for the service to judge each
     * @throws CommandException if one of them cannot be read
     */
    Documents(List<Path> files, boolean unread) {
        this.unread = unread;
        for (Path file : files) {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw CommandException.usage(file
                        + (Files.isDirectory(file)
                                ? " is a folder: name its files"
                                : " cannot be read: there is no such file, or you may not read it"));
            }
        }
        this.files = List.copyOf(files);
        this.names = names(this.files);
    }

    /**
     * What the results of whole files are called: the file's name, or its path where several have the same name.
     *
     * @throws CommandException if the same file is given twice
     */
    private static Map<Path, String> names(List<Path> files) {
        Map<String, Long> uses = files.stream()
                .filter(file -> !isLines(file))
                .collect(Collectors.groupingBy(Documents::name, Collectors.counting()));
        Map<Path, String> names = new HashMap<>();
        for (Path file : files) {
            if (isLines(file)) {
                continue;
            }
            boolean alone = uses.getOrDefault(name(file), 0L) < 2;
            String before = names.put(
                    file.normalize(), alone ? name(file) : file.normalize().toString());
            if (before != null) {
                throw CommandException.usage(file + " is given twice: name each file once");
            }
        }
        return Map.copyOf(names);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static String field(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).matches(".*\\.x?html?") ? Content.PAGE : Content.TEXT;
    }

    private static boolean isLines(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson");
    }

    /**
     * Reads all once.
     *
     * @return how many there are
     * @throws CommandException at the first that is no document, with its place
     */
    long check() {
        long count = 0;
        for (Document document : this) {
            if (document.blank() && !unread) {
                throw CommandException.usage(document.origin() + ": the input is empty");
            }
            count++;
        }
        if (count == 0) {
            throw CommandException.usage("There are no documents in " + files);
        }
        return count;
    }

    /** Where the document at that place of the request came from; empty text if there is none. */
    String origin(long index) {
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
        return new Walk(new ArrayDeque<>(files), names, unread);
    }

    private static final class Walk implements Iterator<Document> {
        private final Deque<Path> files;
        private final Map<Path, String> names;
        private final boolean unread;
        private @Nullable Path file;
        private @Nullable Utf8Lines lines;
        private @Nullable Document next;

        Walk(Deque<Path> files, Map<Path, String> names, boolean unread) {
            this.files = files;
            this.names = names;
            this.unread = unread;
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
            try {
                while (true) {
                    Document document = file == null || lines == null ? null : nextOf(file, lines);
                    if (document != null) {
                        return document;
                    }
                    lines = null;
                    file = files.poll();
                    if (file == null) {
                        return null;
                    }
                    if (!isLines(file)) {
                        return whole(file);
                    }
                    lines = new Utf8Lines(Files.newInputStream(file));
                }
            } catch (CharacterCodingException e) {
                String where = lines == null ? "" : ", line " + lines.number();
                throw CommandException.usage(file + where + ": not UTF-8. Convert it, with iconv for example");
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read", e);
            }
        }

        private @Nullable Document nextOf(Path file, Utf8Lines lines) throws IOException {
            return unread ? nextUnread(file, lines) : nextLine(file, lines);
        }

        private static @Nullable Document nextUnread(Path file, Utf8Lines lines) throws IOException {
            byte[] line = lines.nextBytes(KEPT_BYTES);
            while (line != null && isBlank(line)) {
                line = lines.nextBytes(KEPT_BYTES);
            }
            if (line == null) {
                lines.close();
                return null;
            }
            return Document.unread(file, lines.number(), line);
        }

        private static boolean isBlank(byte[] line) {
            for (byte b : line) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }

        private static @Nullable Document nextLine(Path file, Utf8Lines lines) throws IOException {
            String line = lines.next();
            while (line != null && line.isBlank()) {
                line = lines.next();
            }
            if (line == null) {
                lines.close();
                return null;
            }
            return parse(file, lines.number(), line);
        }

        private Document whole(Path file) throws IOException {
            String name = String.valueOf(names.get(file.normalize()));
            byte[] bytes = Files.readAllBytes(file);
            try {
                return Document.of(file, 0, name, new Content(field(file), Utf8Lines.decode(bytes)), null);
            } catch (CharacterCodingException e) {
                if (unread) {
                    return Document.unread(file, name, field(file), bytes);
                }
                throw e;
            }
        }

        private static Document parse(Path file, long number, String line) {
            String where = file + ", line " + number;
            JsonNode node;
            try {
                node = LINE.readTree(line);
            } catch (JsonProcessingException e) {
                throw CommandException.usage(where + ": not JSON: " + e.getOriginalMessage());
            }
            String field = node.has(Content.PAGE) && !node.has(Content.TEXT) ? Content.PAGE : Content.TEXT;
            if (!node.path(field).isTextual()) {
                throw CommandException.usage(where
                        + ": must be an object with a string \"input\", as in {\"id\": \"a-1\", \"input\": \"...\"},"
                        + " or \"html\"");
            }
            return Document.of(
                    file,
                    number,
                    scalar(node, "id", where),
                    new Content(field, node.path(field).asText()),
                    scalar(node, "instruction", where));
        }

        private static @Nullable String scalar(JsonNode node, String field, String where) {
            JsonNode value = node.path(field);
            if (value.isContainerNode()) {
                throw CommandException.usage(where + ": \"" + field + "\" must be a string");
            }
            return value.isMissingNode() || value.isNull() ? null : value.asText();
        }
    }
}
