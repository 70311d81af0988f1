package dev.winnow.benchmarks.largebodies;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A body that is meant to do harm.
 *
 * @param name in a few words
 * @param path where it is sent
 * @param headers with its media type
 * @param body what is sent
 * @param limit what the answer has to name, as a number
 */
record BadBody(String name, String path, Map<String, String> headers, BodyPublisher body, String limit) {
    private static final String EXTRACTIONS = "/api/v1/extractions?keys=a";
    private static final String TYPE = "Content-Type";
    private static final String NDJSON = "application/x-ndjson";
    private static final String JSON = "application/json";
    static final String FORM = "winnow-bench";
    private static final int PIECE = 32 << 20;
    private static final int PIECES = 128;

    /** All of them. */
    static List<BadBody> all() {
        String deep = "[".repeat(200) + "]".repeat(200);
        return List.of(
                bomb("gzip bomb of 4 GiB of items", NDJSON, "{\"input\": \"a\"}\n", "100"),
                bomb("gzip bomb, one endless line", NDJSON, "a", "100"),
                bomb("gzip bomb as JSON", JSON, " ", "100"),
                text(
                        "JSON 200 deep",
                        EXTRACTIONS,
                        Map.of(TYPE, JSON),
                        "{\"schema\": {\"const\": %s}, \"items\": [{\"input\": \"a\"}]}".formatted(deep),
                        "128"),
                text(
                        "a line of NDJSON 200 deep",
                        EXTRACTIONS,
                        Map.of(TYPE, NDJSON),
                        "{\"input\": \"a\", \"more\": %s}\n".formatted(deep),
                        "128"),
                text(
                        "chat request 200 deep",
                        "/v1/chat/completions",
                        Map.of(TYPE, JSON),
                        "{\"messages\": %s}".formatted(deep),
                        "128"),
                batchFile(50_001));
    }

    private static BadBody text(String name, String path, Map<String, String> headers, String body, String limit) {
        return new BadBody(name, path, headers, BodyPublishers.ofString(body), limit);
    }

    private static BadBody bomb(String name, String type, String repeated, String limit) {
        byte[] piece = gzip(repeated.repeat(PIECE / repeated.length()));
        // Gzips one after another are one gzip.
        return new BadBody(
                name,
                EXTRACTIONS,
                Map.of(TYPE, type, "Content-Encoding", "gzip"),
                BodyPublishers.ofInputStream(() -> repeated(piece)),
                limit);
    }

    private static InputStream repeated(byte[] piece) {
        return new SequenceInputStream(Collections.enumeration(Collections.nCopies(PIECES, piece).stream()
                .map(ByteArrayInputStream::new)
                .toList()));
    }

    private static BadBody batchFile(int lines) {
        String content = """
                {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": {}}
                """.repeat(lines);
        return text(
                "batch file of %,d lines".formatted(lines),
                "/v1/files",
                Map.of(TYPE, "multipart/form-data; boundary=" + FORM),
                form("batch", content),
                "50000");
    }

    /** A form with a file, as OpenAI's clients send it. */
    static String form(String purpose, String content) {
        return """
                --%1$s\r
                Content-Disposition: form-data; name="purpose"\r
                \r
                %2$s\r
                --%1$s\r
                Content-Disposition: form-data; name="file"; filename="lines.jsonl"\r
                \r
                %3$s\r
                --%1$s--\r
                """.formatted(FORM, purpose, content);
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
