package dev.winnow.benchmarks.longdocuments;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.ResourceUse;
import dev.winnow.benchmarks.engine.EngineOptions;
import dev.winnow.benchmarks.peers.CommandCheck;
import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Windows;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.worker.adapter.AdapterSupply;
import dev.winnow.worker.extraction.ModelExtractor;
import dev.winnow.worker.extraction.TextSide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow bench long-documents}. */
@Command(
        name = "long-documents",
        description = {
            "Joins many documents to a long one, has it done in windows, and compares the list that comes out with what"
                    + " each document should give: how many are found, whether spans are right in the long document, and"
                    + " the memory it took.",
            "Fails if the long document does, or if a text's span is not that text."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class LongDocumentsCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "A folder with schema.json, train.jsonl, and dev.jsonl or test.jsonl; a small bundled sample if"
                            + " there is none")
    private @Nullable Path data;

    @Option(names = "--documents", paramLabel = "N", description = "How many are joined", defaultValue = "20")
    private int documents;

    @Option(
            names = "--write",
            paramLabel = "FOLDER",
            description =
                    "Write the long document and the schema of its list there, for winnow extract, and do no more")
    private @Nullable Path write;

    @Option(names = "--prompt-tokens", paramLabel = "N", description = "A window's whole prompt", defaultValue = "760")
    private int promptTokens;

    @Option(names = "--window-overlap", paramLabel = "N", description = "What neighbours share", defaultValue = "100")
    private int overlap;

    @Option(
            names = "--max-output-tokens",
            paramLabel = "N",
            description = "The limit of a window's output",
            defaultValue = "512")
    private int maxOutputTokens;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandCheck check = new CommandCheck(requireNonNull(spec));
        check.range("--documents", 1, 2_000, documents);
        check.range("--prompt-tokens", 128, 1 << 20, promptTokens);
        check.range("--window-overlap", 0, promptTokens / 4, overlap);
        check.range("--max-output-tokens", 1, 131_072, maxOutputTokens);
        NumericMode wanted = engine.checked(check);
        DataSet set = data == null ? DataSet.bundled() : DataSet.read(data);
        JoinedDocument document = JoinedDocument.of(set, documents);
        if (write != null) {
            write(document, set, write);
            return 0;
        }
        try (LoadableModel open = engine.open();
                ModelExtractor extractor = extractor(open, wanted)) {
            return measure(extractor, set, document);
        }
    }

    private static void write(JoinedDocument document, DataSet set, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path text = folder.resolve("long.txt");
        Path schema = folder.resolve("long.schema.json");
        Files.writeString(text, document.text());
        Files.writeString(schema, JoinedDocument.schema(set.schema()).toPrettyString());
        System.out.printf(
                "%s: %d documents, %d pages, %d characters; %s%n",
                text,
                document.chapters().size(),
                document.pages(),
                document.text().length(),
                schema);
    }

    private ModelExtractor extractor(LoadableModel open, NumericMode wanted) {
        List<Decoder> lanes = engine.load(open, wanted);
        TextSide text = new TextSide(
                new Pool(open.name(), wanted.wireName()),
                open.text(),
                open.endTokens(),
                lanes.get(0).longestRow());
        return new ModelExtractor(
                text, GenerationLoop.start(lanes, LoopSettings.DEFAULT), adapters(engine.pool(lanes)), () -> {});
    }

    private AdapterSupply adapters(AdapterPool pool) {
        return new AdapterSupply() {
            @Override
            public Optional<AdapterPool.Lease> lease(String hash) {
                return engine.lease(pool);
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    private int measure(ModelExtractor extractor, DataSet set, JoinedDocument document) throws IOException {
        long pid = ProcessHandle.current().pid();
        long before = ResourceUse.residentMebibytes(pid);
        String instruction = set.measured().get(0).instruction();
        LongDocumentsRun run = new LongDocumentsRun();
        long begun = System.nanoTime();
        ItemResult result = run.of(
                extractor,
                JoinedDocument.schema(set.schema()),
                instruction,
                document.text(),
                engine.hasAdapter() ? "measured" : null,
                maxOutputTokens,
                new Windows(promptTokens, overlap));
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (!(result instanceof ItemOutput output)) {
            throw new IOException("the document failed: " + ((ItemFailure) result).message());
        }
        JsonNode found = new ObjectMapper().readTree(output.output());
        Recall recall = new Recall(document);
        Report report = new Report(System.out);
        String setting = "%d documents of %s, %d pages".formatted(documents, set.name(), document.pages());
        report.figure("recall", setting, recall.of(found, output.evidence().spans()));
        Map<String, Object> work = new LinkedHashMap<>();
        work.put("windows", run.windows());
        work.put("input_tokens", output.usage().inputTokens());
        work.put("output_tokens", output.usage().outputTokens());
        work.put("truncated", output.truncated());
        work.put("seconds", Math.round(seconds * 10) / 10.0);
        work.put("mebibytes_before", before);
        work.put("mebibytes_after", ResourceUse.residentMebibytes(pid));
        work.put("mebibytes_at_most", ResourceUse.peakMebibytes(pid));
        report.figure("work", setting, work);
        if (json != null) {
            report.write(json);
        }
        return recall.spansAreRight() ? 0 : 1;
    }
}
