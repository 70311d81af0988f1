package dev.winnow.benchmarks.evidence;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.engine.EngineOptions;
import dev.winnow.benchmarks.peers.CommandCheck;
import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.Document;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.worker.extraction.EvidenceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow bench evidence}. */
@Command(
        name = "evidence",
        description = {
            "Whether confidence tells right values, and right fields, from wrong ones (area under the ROC curve, by field), whether texts"
                    + " that stand in the input have their span, and what both cost.",
            "Fails if a text that stands in the input has no right span, or one that does not has any."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class EvidenceCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "A folder with schema.json, train.jsonl, and dev.jsonl or test.jsonl; a small bundled sample if"
                            + " there is none")
    private @Nullable Path data;

    @Option(names = "--documents", paramLabel = "N", description = "The most documents", defaultValue = "1000")
    private int documents;

    @Option(
            names = "--max-output-tokens",
            paramLabel = "N",
            description = "The limit of an output",
            defaultValue = "384")
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
        check.range("--documents", 1, Integer.MAX_VALUE, documents);
        NumericMode wanted = engine.checked(check);
        DataSet set = data == null ? DataSet.bundled() : DataSet.read(data);
        try (LoadableModel open = engine.open();
                TextModel texts = new TextModel(open, set.schema())) {
            EvidenceRun run = new EvidenceRun(texts, new EvidenceReader(texts.vocabulary()));
            long begun = System.nanoTime();
            generate(engine.load(open, wanted), set, texts, run);
            Report report = new Report(System.out);
            run.report(report, set.name() + ", " + engine.mode(), (System.nanoTime() - begun) / 1e9);
            if (json != null) {
                report.write(json);
            }
            return run.spansAreRight() ? 0 : 1;
        }
    }

    private void generate(List<Decoder> lanes, DataSet set, TextModel texts, EvidenceRun run) throws IOException {
        AdapterPool pool = engine.pool(lanes);
        AdapterPool.@Nullable Lease lease = engine.lease(pool).orElse(null);
        try (Generator loop = GenerationLoop.start(lanes, LoopSettings.DEFAULT)) {
            Map<Document, CompletableFuture<GenerationOutcome>> outcomes = new LinkedHashMap<>();
            for (Document document :
                    set.measured().subList(0, Math.min(documents, set.measured().size()))) {
                GenerationRequest request = request(texts, document);
                CompletableFuture<GenerationOutcome> outcome = new CompletableFuture<>();
                loop.submit(lease == null ? request : request.with(lease.adapter()), outcome::complete);
                outcomes.put(document, outcome);
            }
            for (Map.Entry<Document, CompletableFuture<GenerationOutcome>> one : outcomes.entrySet()) {
                if (!(one.getValue().join() instanceof Generated generated)) {
                    throw new IOException(
                            "the engine gave no output: " + one.getValue().join());
                }
                run.judge(one.getKey(), generated);
            }
        } finally {
            if (lease != null) {
                lease.close();
            }
            pool.close();
        }
    }

    private GenerationRequest request(TextModel texts, Document document) {
        return new GenerationRequest(
                        texts.prompt(document),
                        texts.constraint().begin(maxOutputTokens),
                        maxOutputTokens,
                        Sampling.GREEDY,
                        texts.endTokens(),
                        Duration.ofHours(1))
                .copying(texts.quoted(document.input()));
    }
}
