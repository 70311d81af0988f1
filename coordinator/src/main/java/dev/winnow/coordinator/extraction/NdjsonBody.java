package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
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
    private final Fingerprint fingerprint;
    private final LineReader lines;
    private final ObjectReader json;
    private final ObjectNode queryOptions;
    private final ItemReader reader;
    private final int lineBytes;

    private long line;
    private long firstItemLine = 1;
    private int position;
    private @Nullable JsonNode firstItem;

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
        JsonNode first = nextLine();
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

    @Override
    public Problem ofOptions(Problem problem) {
        boolean inFirstLine = firstItemLine == 2;
        return inFirstLine ? problem.under("/options").atLine(1) : problem;
    }

    @Override
    public @Nullable SubmittedItem next() throws IOException {
        JsonNode node = firstItem != null ? firstItem : nextLine();
        firstItem = null;
        if (node == null) {
            return null;
        }
        SubmittedItem item = reader.read(node, placeOf(position));
        position++;
        return item;
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
        byte[] bytes = readLine();
        if (bytes == null) {
            return null;
        }
        line++;
        String text = Utf8.decode(bytes).orElseThrow(() -> Problem.of(400, "not_utf8", "the line is not UTF-8")
                .atLine(line)
                .remedy("send the body as UTF-8")
                .exception());
        if (text.isBlank()) {
            requireEnd();
            return null;
        }
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw noJson("the line is no JSON: " + e.getOriginalMessage());
        }
    }

    private void requireEnd() throws IOException {
        long blank = line;
        for (byte[] rest = readLine(); rest != null; rest = readLine()) {
            if (!new String(rest, StandardCharsets.UTF_8).isBlank()) {
                line = blank;
                throw noJson("the line is blank");
            }
        }
    }

    private RuntimeException noJson(String detail) {
        return Problem.of(400, "invalid_json", detail)
                .atLine(line)
                .remedy("write one JSON object a line, without line breaks inside")
                .exception();
    }

    private byte @Nullable [] readLine() throws IOException {
        try {
            return lines.next();
        } catch (LineReader.LineTooLongException e) {
            throw Problem.of(413, "line_too_long", "the line has more than %d bytes".formatted(lineBytes))
                    .atLine(line + 1)
                    .limit(lineBytes)
                    .remedy("leave out fields that are not needed, or cut the document")
                    .exception();
        }
    }
}
