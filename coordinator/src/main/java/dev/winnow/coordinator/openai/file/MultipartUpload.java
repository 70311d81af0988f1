package dev.winnow.coordinator.openai.file;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.fileupload.FileUploadBase.FileUploadIOException;
import org.apache.commons.fileupload.MultipartStream;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.ParameterParser;
import org.jspecify.annotations.Nullable;

/**
 * A {@code multipart/form-data} body with one file and some short fields, in any order, read as it comes in. Not
 * thread-safe.
 */
final class MultipartUpload {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_FIELD = 1024;
    private static final int MOST_PARTS = 17;
    private static final String FILE = "file";

    private final MultipartStream parts;
    private final Map<String, String> fields = new HashMap<>();
    private @Nullable String filename;
    private int seen;

    /**
     * Reads from a body.
     *
     * @param mostBytes of all of it
     */
    MultipartUpload(InputStream body, String contentType, long mostBytes) {
        Map<String, @Nullable String> parameters = parser().parse(contentType, ';');
        String boundary = parameters.get("boundary");
        if (boundary == null) {
            throw invalid("the Content-Type names no boundary");
        }
        try {
            this.parts = new MultipartStream(
                    new Bounded(body, mostBytes), boundary.getBytes(StandardCharsets.ISO_8859_1), BUFFER, null);
        } catch (IllegalArgumentException e) {
            throw invalid("the boundary is too long");
        }
        parts.setHeaderEncoding(StandardCharsets.UTF_8.name());
    }

    /**
     * Reads all of it.
     *
     * @param content takes the file's bytes
     * @throws ProblemException if it is not what a file comes in
     */
    void read(OutputStream content) throws IOException {
        try {
            for (boolean more = parts.skipPreamble(); more; more = parts.readBoundary()) {
                readPart(content);
            }
        } catch (MalformedStreamException | FileUploadIOException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
        if (filename == null) {
            throw Problem.of(400, "missing_required_parameter", "the request has no file")
                    .at("/file")
                    .remedy("send multipart/form-data with the parts file and purpose")
                    .exception();
        }
    }

    private void readPart(OutputStream content) throws IOException {
        if (++seen > MOST_PARTS) {
            throw invalid("there are more than %d parts".formatted(MOST_PARTS));
        }
        Map<String, @Nullable String> disposition = disposition(parts.readHeaders());
        String name = disposition.get("name");
        if (name == null) {
            throw invalid("a part has no name");
        }
        if (name.equals(FILE)) {
            if (filename != null) {
                throw invalid("there are two parts named file");
            }
            filename = plain(disposition.get("filename"));
            parts.readBodyData(content);
            return;
        }
        ShortText text = new ShortText(name);
        parts.readBodyData(text);
        fields.put(name, text.text());
    }

    private static Map<String, @Nullable String> disposition(String headers) {
        return headers.lines()
                .filter(line -> line.regionMatches(true, 0, "content-disposition:", 0, 20))
                .findFirst()
                .map(line -> (Map<String, @Nullable String>) parser().parse(line.substring(20), ';'))
                .orElseThrow(() -> invalid("a part has no Content-Disposition"));
    }

    private static ParameterParser parser() {
        ParameterParser parser = new ParameterParser();
        parser.setLowerCaseNames(true);
        return parser;
    }

    // Some send a path. What stands in the database must be storable, and short.
    private static String plain(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return "file";
        }
        String name = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .replaceAll("[\\p{Cntrl}\"]", "_");
        return name.length() > 255 ? name.substring(0, 255) : name;
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(400, "invalid_multipart", "the body is no form with a file: " + detail)
                .remedy("send multipart/form-data with the parts file and purpose")
                .exception();
    }

    /** The file's name, without folders. */
    String filename() {
        return filename == null ? "file" : filename;
    }

    /** The fields beside the file. */
    Map<String, String> fields() {
        return Map.copyOf(fields);
    }

    /** What is before, between and behind parts is bounded too. */
    private static final class Bounded extends FilterInputStream {
        private final long most;
        private long left;

        Bounded(InputStream in, long most) {
            super(in);
            this.most = most;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = super.read(into, offset, length);
            count(Math.max(0, some));
            return some;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw Problem.of(413, "file_too_large", "the body has more than %d bytes".formatted(most))
                        .limit(most)
                        .remedy("split the file")
                        .exception();
            }
        }
    }

    /** A field's text. */
    private static final class ShortText extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final String name;

        ShortText(String name) {
            this.name = name;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            if (bytes.size() + length > LONGEST_FIELD) {
                throw invalid("the field '%s' has more than %d bytes".formatted(name, LONGEST_FIELD));
            }
            bytes.write(from, offset, length);
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
