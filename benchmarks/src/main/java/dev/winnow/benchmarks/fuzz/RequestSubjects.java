package dev.winnow.benchmarks.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.fuzz.Subject.Shape;
import dev.winnow.common.wire.MessageRefusedException;
import dev.winnow.common.wire.WireFormat;
import dev.winnow.coordinator.dataset.DatasetTrial;
import dev.winnow.coordinator.extraction.SubmissionTrial;
import dev.winnow.coordinator.upload.Unpacking;
import dev.winnow.text.html.HtmlText;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import dev.winnow.text.score.OutputScorer;
import dev.winnow.text.score.ScoreRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Readers of what requests bring to the coordinator, with limits so low that inputs come to them. */
final class RequestSubjects {
    static final int LINE_BYTES = 1 << 16;
    static final int MOST_BYTES = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SubmissionTrial SUBMISSIONS = new SubmissionTrial(LINE_BYTES, 4 * LINE_BYTES);
    private static final DatasetTrial DATASETS = new DatasetTrial(LINE_BYTES, MOST_BYTES);

    private static final String[] OF_JSON = {
        "{\"a\":".repeat(120),
        "{\"a\":".repeat(1_200),
        "\"options\":{",
        "\"items\":[",
        "\"id\":",
        "\"html\":\"<p>\"",
        "\"input\":\"x\"",
        "\"output\":{}",
        "\"instruction\":\"\"",
        "\\ud800",
        "\\udc00",
        "\"x\":1,\"x\":2",
        "\uFEFF",
        "{\"input\":\"x\"}\n",
        "\r\n",
        "\n\n"
    };

    private static final String OPTIONS = "{\"options\": {\"keys\": [\"a\"], \"priority\": 3}}\n";

    private static final String ITEMS = """
            {"input": "Ein Brief über 3 €", "id": "a-1", "instruction": "Read"}
            {"html": "<p>one &amp; <b>two</b></p>", "id": 2}
            {"input": "\\u00fc\\n", "more": [1, {}]}
            """;

    private static final String ROWS = """
            {"instruction": "Read", "input": "in one", "output": {"title": "é", "price": 5.00}}
            {"input": "in two", "output": "{\\"title\\": \\"x\\"}"}

            {"input": "in three", "output": [1e5, null], "other": {}}
            """;

    private RequestSubjects() {}

    /** A schema of a request; what is no JSON never comes so far. */
    static Subject schema() {
        return new Subject(
                RequestSubjects::schemas,
                List.of(
                        "\"#\"",
                        "\"#/$defs/a\"",
                        "allOf",
                        "anyOf",
                        "oneOf",
                        "not",
                        "if",
                        "then",
                        "pattern",
                        "format",
                        "const",
                        "enum",
                        "multipleOf",
                        "minLength",
                        "maxItems",
                        "uniqueItems",
                        "patternProperties",
                        "$dynamicRef",
                        "unevaluatedProperties",
                        "dependentSchemas",
                        "prefixItems",
                        "contains",
                        "\\\\p{L}",
                        "x-winnow-score"),
                Shape.PLAIN,
                "",
                e -> e instanceof SchemaRefusedException
                        || e instanceof ScoreRefusedException
                        || e instanceof JsonProcessingException,
                (input, folder) -> {
                    // As text, as the API reads it: a parser of bytes would guess the encoding.
                    JsonNode json = JSON.readTree(new String(input, UTF_8));
                    JsonNode schema = json.isObject() ? json : JSON.createObjectNode();
                    SchemaCompiler.compile(schema);
                    new OutputValidator(schema);
                    OutputScorer.of(schema);
                });
    }

    // A file is one schema, or an object of schemas.
    private static List<byte[]> schemas(Path checkout) throws IOException {
        List<byte[]> schemas = new ArrayList<>();
        for (byte[] file : SampleFiles.in("text/src/test/resources/dev/winnow/text", ".*schemas?\\.json")
                .of(checkout)) {
            JsonNode json = JSON.readTree(file);
            if (json.has("type") || json.has("$ref") || json.has("properties")) {
                schemas.add(file);
            } else {
                for (JsonNode schema : json) {
                    schemas.add(JSON.writeValueAsBytes(schema));
                }
            }
        }
        return schemas;
    }

    static Subject html() {
        return Subject.ofRequest(
                        SampleFiles.texts(
                                "<html><head><title>A &amp; b</title><style>p {}</style></head><body><h1>One</h1><p>two <b>three"
                                        + "</b><br>four</p><table><tr><td>1</td><td>2</td></tr></table><pre> a\n  b</pre>"
                                        + "<ul><li>x<li>y</ul><div hidden>no</div><script>no()</script>&eacute;&#8364;</body>",
                                "<!doctype html><p>a<svg><text>b</text></svg><textarea>c</textarea><select><option>d"
                                        + "</select><template>e</template><a href=\"x\">f</a><!-- g -->"),
                        (input, folder) -> {
                            String page = new String(input, UTF_8);
                            if (page.length() <= HtmlText.MOST_CHARACTERS) {
                                HtmlText.of(page);
                            }
                        })
                .with(
                        "<b>",
                        "</b>",
                        "<p>",
                        "</p>",
                        "<a>",
                        "<table>",
                        "<tr>",
                        "<td>",
                        "</table>",
                        "<!--",
                        "-->",
                        "<![CDATA[",
                        "]]>",
                        "<svg>",
                        "<math>",
                        "<pre>",
                        "</pre>",
                        "<script>",
                        "</script>",
                        "<title>",
                        "<body>",
                        "<html>",
                        "<frameset>",
                        "<plaintext>",
                        "&#0;",
                        "&#x110000;",
                        "&#xD800;",
                        "&notit;",
                        "<b><p>".repeat(300),
                        "<div>".repeat(3_000),
                        "<a><table>".repeat(200),
                        "<p hidden>",
                        "<nobr>",
                        "<select>",
                        "<template>",
                        "<form>",
                        "<button>",
                        "</br>",
                        "&",
                        "<",
                        "='");
    }

    static Subject ndjson() {
        return Subject.ofRequest(
                        SampleFiles.texts(OPTIONS + ITEMS, OPTIONS + ITEMS.repeat(4)),
                        (input, folder) -> SUBMISSIONS.lines(new ByteArrayInputStream(input)))
                .with(OF_JSON);
    }

    static Subject json() {
        String items = "[" + ITEMS.strip().replace("\n", ", ") + "]";
        return Subject.ofRequest(
                        SampleFiles.texts(
                                "{\"keys\": [\"a\", \"b\"], \"items\": " + items + "}",
                                "{\"schema\": {\"type\": \"object\"}, \"temperature\": 0.5, \"seed\": 7, \"windows\": true,"
                                        + " \"window_tokens\": 900, \"deadline\": \"2030-01-01T00:00:00Z\", \"on_bad_item\":"
                                        + " \"record\", \"max_output_tokens\": 12, \"items\": " + items + "}"),
                        (input, folder) -> SUBMISSIONS.json(new ByteArrayInputStream(input)))
                .with(OF_JSON);
    }

    static Subject gzip() {
        return Subject.ofRequest(SampleFiles.texts(OPTIONS + ITEMS, OPTIONS + ITEMS.repeat(300)), (input, folder) -> {
                    try (InputStream body = Unpacking.of(new ByteArrayInputStream(input), "gzip")) {
                        SUBMISSIONS.lines(body);
                    }
                })
                .in(Shape.GZIP);
    }

    static Subject datasetLines() {
        return dataset(DatasetTrial.Form.LINES, ROWS, ROWS.repeat(9)).with(OF_JSON);
    }

    static Subject datasetCsv() {
        String rows = "Read,\"in, one\",\"{\"\"title\"\": \"\"x\"\"}\"\r\n,in two,\"several\nlines\"\r\n";
        return dataset(
                        DatasetTrial.Form.CSV,
                        "instruction,input,output\r\n" + rows,
                        "output,more,input\n{},1,in one\n[],2,in two\n" + "x,3,in three\n".repeat(30))
                .with(
                        "\"",
                        "\"\"",
                        ",",
                        ",,,",
                        "\r",
                        "\n",
                        "\r\n",
                        "input,",
                        "output,output",
                        "\uFEFF",
                        "\"a\"b",
                        "\"\n");
    }

    private static Subject dataset(DatasetTrial.Form form, String... samples) {
        return Subject.ofRequest(
                SampleFiles.texts(samples), (input, folder) -> DATASETS.read(new ByteArrayInputStream(input), form));
    }

    static Subject message() {
        return Subject.of(
                        SampleFiles.linesOf("common/src/test/resources/dev/winnow/common/wire/messages-0.1.ndjson"),
                        MessageRefusedException.class,
                        (input, folder) -> readMessage(input))
                .with(
                        "\"v\":2",
                        "\"type\":\"shard_work\"",
                        "\"type\":\"ended\"",
                        "\"items\":[",
                        "\"evidence\":{",
                        "null");
    }

    /** Each kind of queue has its own messages: what is refused by all of them is refused. */
    private static void readMessage(byte[] input) {
        List<Consumer<byte[]>> readers = List.of(WireFormat::readWork, WireFormat::readResult, WireFormat::readReply);
        int refused = 0;
        for (Consumer<byte[]> reader : readers) {
            try {
                reader.accept(input);
            } catch (MessageRefusedException e) {
                if (++refused == readers.size()) {
                    throw e;
                }
            }
        }
    }
}
