package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.RequestJson;
import dev.winnow.coordinator.upload.LineReader;
import dev.winnow.coordinator.upload.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One item a line, of any number; the first line may be {@code {"options": {...}}}, which adds to those of the query
 * and wins over them. No more than a line is in memory. A blank line may stand only at the end, so that lines and
 * positions stay in step.
 */
final class NdjsonBody implements RequestBody {
    // Stands for a line that was not kept; told by its identity.
    private static final byte[] TOO_LONG = {};
    private static final String REMEDY = "write one JSON object a line, without line breaks inside";
    private static final char REPLACEMENT = '\uFFFD';

    private final Fingerprint fingerprint;
    private final LineReader lines;
    private final ObjectReader json;
    private final ObjectNode queryOptions;
    private final ItemReader reader;
    private final int lineBytes;

    private long line;
    private long firstItemLine = 1;
    private @Nullable JsonNode firstItem;
    private @Nullable ProblemException firstRefusal;

    // Read ahead over blank lines, which may stand at the end and nowhere else.
    private byte @Nullable [] ahead;
    private long blanks;

    private byte @Nullable [] last;

    NdjsonBody(InputStream body, ObjectNode queryOptions, ObjectReader json, ExtractionConfig config) {
        this.fingerprint = new Fingerprint(body, "ndjson " + queryOptions);
        this.json = json;
        this.queryOptions = queryOptions;
        this.reader = new ItemReader(config.idCharacters());
        this.lineBytes = config.lineBytes();
        this.lines = new LineReader(fingerprint.stream(), lineBytes);
    }

    @Override
    public ExtractionOptions options() throws IOException {
        JsonNode first;
        try {
            first = nextLine();
        } catch (ProblemException e) {
            return optionsOfBadStart(e);
        }
        if (first == null) {
            throw Problem.of(400, "empty_body", "the request has no body")
                    .remedy("send one item a line: {\"input\": \"...\"}")
                    .exception();
        }
        if (!first.has("options") || first.has("input")) {
            firstItem = first;
            return OptionsReader.read(queryOptions);
        }
        firstItemLine = 2;
        if (!(first.get("options") instanceof ObjectNode given)) {
            throw Problem.of(400, "invalid_options", "options must be a JSON object")
                    .at("/options")
                    .atLine(1)
                    .remedy("write {\"options\": {\"keys\": [...]}} in the first line, or leave it out")
                    .exception();
        }
        ObjectNode all = queryOptions.deepCopy();
        all.setAll(given);
        try {
            return OptionsReader.read(all);
        } catch (ProblemException e) {
            throw ofOptions(e.problem()).exception();
        }
    }

    // It may have been the options, so this is for later only where the query says what becomes of bad items.
    private ExtractionOptions optionsOfBadStart(ProblemException problem) {
        if (!queryOptions.has("on_bad_item")) {
            throw problem;
        }
        ExtractionOptions options = OptionsReader.read(queryOptions);
        firstRefusal = problem;
        return options;
    }

    @Override
    public Problem ofOptions(Problem problem) {
        boolean inFirstLine = firstItemLine == 2;
        return inFirstLine ? problem.under("/options").atLine(1) : problem;
    }

    @Override
    public @Nullable SubmittedItem next() throws IOException {
        if (firstRefusal != null) {
            ProblemException refusal = firstRefusal;
            firstRefusal = null;
            throw refusal;
        }
        JsonNode node = firstItem != null ? firstItem : nextLine();
        firstItem = null;
        return node == null ? null : reader.read(node, new Place.Line(line));
    }

    @Override
    public @Nullable String idOfLast() {
        if (last == null) {
            return null;
        }
        try {
            String id = reader.idOf(json.readTree(new String(last, StandardCharsets.UTF_8)));
            // Of a line that is not UTF-8 the id may be among what is not.
            return id == null || id.indexOf(REPLACEMENT) >= 0 ? null : id;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    @Override
    public Place placeOf(int at) {
        return new Place.Line(firstItemLine + at);
    }

    @Override
    public String fingerprint() throws IOException {
        return fingerprint.finish();
    }

    private @Nullable JsonNode nextLine() throws IOException {
        last = null;
        if (ahead == null) {
            readAhead();
        }
        if (ahead == null) {
            return null;
        }
        line++;
        if (blanks > 0) {
            blanks--;
            throw noJson("the line is blank");
        }
        byte[] bytes = ahead;
        ahead = null;
        if (bytes == TOO_LONG) {
            throw tooLong();
        }
        last = bytes;
        try {
            return Utf8.plain(bytes) ? json.readTree(bytes) : json.readTree(decode(bytes));
        } catch (JsonProcessingException e) {
            throw RequestJson.unreadable(e, "the line", REMEDY).atLine(line).exception();
        }
    }

    // Not left to the parser, which would take other encodings for JSON too.
    private String decode(byte[] bytes) {
        return Utf8.decode(bytes).orElseThrow(() -> Problem.of(400, "not_utf8", "the line is not UTF-8")
                .atLine(line)
                .remedy("send the body as UTF-8")
                .exception());
    }

    private void readAhead() throws IOException {
        ahead = readLine();
        while (ahead != null && isBlank(ahead)) {
            blanks++;
            ahead = readLine();
        }
    }

    private static boolean isBlank(byte[] bytes) {
        boolean plain = bytes.length > 0 && bytes[0] == '{';
        return !plain
                && bytes != TOO_LONG
                && Utf8.decode(bytes).map(String::isBlank).orElse(false);
    }

    private RuntimeException noJson(String detail) {
        return Problem.of(400, "invalid_json", detail)
                .atLine(line)
                .remedy(REMEDY)
                .exception();
    }

    private byte @Nullable [] readLine() throws IOException {
        try {
            return lines.next();
        } catch (LineReader.LineTooLongException e) {
            return TOO_LONG;
        }
    }

    private RuntimeException tooLong() {
        return Problem.of(413, "line_too_long", "the line has more than %d bytes".formatted(lineBytes))
                .atLine(line)
                .limit(lineBytes)
                .remedy("leave out fields that are not needed, or cut the document")
                .exception();
    }
}
