package dev.winnow.benchmarks.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.setup.BaseModel;
import dev.winnow.benchmarks.peers.setup.HuggingFace;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench training}. */
@Command(
        name = "training",
        description = {
            "Winnow's trainer beside PEFT, on the same rows from the same first factors in the same order: tokens a second,"
                    + " peak memory, losses, and what the adapters have right.",
            "LoRA of rank 16 on all linear layers, rate 1e-3 with 5 steps of warm-up and linear decay, steps of 8 rows."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class TrainingCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "A folder with schema.json, train.jsonl, and dev.jsonl or test.jsonl; a small bundled sample if"
                            + " there is none")
    private @Nullable Path data;

    @Option(
            names = "--runs",
            split = ",",
            description =
                    "What trains: winnow-BASE-PRODUCTS (f32, bf16, int8, nf4; f32, bf16), peft-WAY-PRODUCTS (usual:"
                            + " padded batches with labels; tuned: only supervised positions are scored, batches split by length)."
                            + " The first must be Winnow's, the first of PEFT's is what ratios are to",
            defaultValue = "winnow-f32-f32,winnow-bf16-bf16,peft-usual-f32,peft-tuned-f32,peft-tuned-bf16")
    private List<String> runs = List.of();

    @Option(names = "--epochs", description = "How often each row is seen", defaultValue = "1")
    private int epochs;

    @Option(names = "--steps", description = "Stop after so many steps of the schedule", defaultValue = "1000000")
    private int steps;

    @Option(names = "--pack-tokens", description = "Tokens that are computed at once", defaultValue = "1024")
    private int packTokens;

    @Option(names = "--memory-mib", description = "Winnow's memory for tensors", defaultValue = "1536")
    private long memory;

    @Option(names = "--state-bytes", description = "Of it for the optimizer's state", defaultValue = "1099511627776")
    private long stateBytes;

    @Option(
            names = "--spaced",
            description = "Teach outputs with spaces, as Python's json.dumps writes them; the constraint writes none")
    private boolean spaced;

    @Option(names = "--score", description = "Also let the adapters write the measured rows", negatable = true)
    private boolean score;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        DataSet set = data == null ? DataSet.bundled() : DataSet.read(data);
        PeerFolder peers = PeerFolder.ofUser();
        HuggingFace python = HuggingFace.in(peers);
        BaseModel base = BaseModel.in(peers, python);
        Report report = new Report(System.out);
        try (RunFolder folder = RunFolder.create("winnow-training-");
                LoadableModel model = new ModelFiles("model", base.folder()).open();
                TextModel texts = new TextModel(model, set.schema())) {
            Path examples = examples(folder.path(), texts, set);
            List<TokenDocument> measured = texts.tokens(set.measured(), new ArrayList<>());
            TrainingRun run = new TrainingRun(python, base);
            @Nullable TrainingStart first = null;
            @Nullable LossCurve best = null;
            @Nullable LossCurve peer = null;
            @Nullable LossCurve exact = null;
            for (String name : runs) {
                String[] parts = name.split("-", 3);
                Path own = Files.createDirectory(folder.path().resolve(name));
                LossCurve curve;
                if (parts[0].equals("winnow")) {
                    TrainingStart start = start(base, examples, parts[1], parts[2], own);
                    first = first == null ? start : first;
                    curve = run.winnow(start);
                    exact = exact == null ? curve : exact;
                    best = best == null || curve.tokensPerSecond() > best.tokensPerSecond() ? curve : best;
                } else {
                    if (first == null) {
                        throw new IOException(
                                "--runs must begin with one of Winnow's: its order and factors are PEFT's too");
                    }
                    curve = run.peft(first, parts[1], parts[2], own.resolve("adapter"));
                    peer = peer == null ? curve : peer;
                }
                report.figure(name, set.name(), curve.figures());
                if (exact != null && curve != exact) {
                    report.ratio("largest_difference_of_a_step's_loss_" + name, curve.apart(exact));
                }
                if (score) {
                    report.figure(
                            name,
                            set.name() + ", score",
                            new AdapterScore(texts, measured, 256).of(model, own.resolve("adapter")));
                }
                if (peer != null && curve != peer && exact != null) {
                    report.ratio(
                            "training_tokens_per_second_" + name + "_vs_peft",
                            curve.tokensPerSecond() / peer.tokensPerSecond());
                }
            }
            if (best != null && peer != null) {
                report.ratio("training_tokens_per_second_vs_peft", best.tokensPerSecond() / peer.tokensPerSecond());
                report.ratio("training_peak_memory_of_peft_to_winnow", peer.peakMebibytes() / best.peakMebibytes());
            }
            folder.wentWell();
        }
        if (json != null) {
            report.write(json);
        }
        return 0;
    }

    private TrainingStart start(BaseModel base, Path examples, String form, String products, Path folder) {
        return new TrainingStart(
                base.folder(), examples, form, products, epochs, 8, packTokens, steps, memory, stateBytes, folder);
    }

    private Path examples(Path folder, TextModel texts, DataSet set) throws IOException {
        List<String> refused = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (TokenDocument document : texts.tokens(set.training(), refused)) {
            TrainingLine line = spaced ? TrainingLine.spaced(document, texts) : TrainingLine.compact(document, texts);
            lines.append(MAPPER.writeValueAsString(line)).append('\n');
        }
        if (!refused.isEmpty()) {
            System.err.println("Left out, since the schema does not admit their output: " + refused);
        }
        return Files.writeString(folder.resolve("examples.jsonl"), lines.toString());
    }
}
