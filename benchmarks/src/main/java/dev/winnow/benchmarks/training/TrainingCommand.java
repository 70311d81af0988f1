package dev.winnow.benchmarks.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.CommandCheck;
import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.setup.BaseModel;
import dev.winnow.benchmarks.peers.setup.HuggingFace;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow bench training}. */
@Command(
        name = "training",
        description = {
            "Winnow's trainer beside PEFT, on the same rows from the same first factors in the same order: tokens a second,"
                    + " peak memory, losses, and what the adapters have right.",
            "LoRA of rank 16 on all linear layers, 5 steps of warm-up and linear decay."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class TrainingCommand implements Callable<Integer> {
    private static final String USUAL_RUNS =
            "winnow-f32-f32,winnow-bf16-bf16,peft-usual-f32,peft-tuned-f32,peft-tuned-bf16";
    private static final List<String> MEMORY_RUNS =
            List.of("winnow-f32-f32", "winnow-nf4-f32", "peft-tuned-f32", "peft-full-f32");
    private static final int MEMORY_STEPS = 2;
    private static final int MOST_TOKENS = 1 << 20;

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
                            + " padded batches with labels; tuned: only supervised positions are scored, batches split by length;"
                            + " full: as tuned, all weights and no adapter)."
                            + " The first must be Winnow's, the first of PEFT's is what ratios are to",
            defaultValue = USUAL_RUNS)
    private List<String> runs = List.of();

    @Option(
            names = "--memory",
            description =
                    "Compare memory: two steps of LoRA, QLoRA (nf4), PEFT's LoRA and full fine-tuning, Winnow's with"
                            + " no more memory than they need and one page of the optimizer's state; --runs, --steps, --memory-mib and"
                            + " --state-bytes are fixed by it")
    private boolean memoryOnly;

    @Option(names = "--seeds", split = ",", description = "Each run once with each seed", defaultValue = "1")
    private List<Long> seeds = List.of();

    @Option(names = "--epochs", description = "How often each row is seen", defaultValue = "1")
    private int epochs;

    @Option(names = "--step-rows", description = "Rows of a step", defaultValue = "8")
    private int stepRows;

    @Option(names = "--rate", description = "The highest rate", defaultValue = "1e-3")
    private double rate;

    @Option(names = "--steps", description = "Stop after so many steps of the schedule", defaultValue = "1000000")
    private int steps;

    @Option(names = "--pack-tokens", description = "Tokens that are computed at once", defaultValue = "1024")
    private int packTokens;

    @Option(
            names = "--memory-mib",
            description = "Winnow's memory for tensors; 0 for no more than is needed",
            defaultValue = "1536")
    private long memory;

    @Option(names = "--state-bytes", description = "Of it for the optimizer's state", defaultValue = "1099511627776")
    private long stateBytes;

    @Option(
            names = "--spaced",
            description = "Teach outputs with spaces, as Python's json.dumps writes them; the constraint writes none")
    private boolean spaced;

    @Option(names = "--score", description = "Also let the adapters write the measured rows", negatable = true)
    private boolean score;

    @Option(
            names = "--agree",
            paramLabel = "N",
            description =
                    "Also let PEFT write the first N of the measured rows with each adapter, in f32, and compare tokens",
            defaultValue = "0")
    private int agree;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandCheck check = new CommandCheck(requireNonNull(spec));
        List<Learner> learners = learners(check);
        TrainingPlan plan = plan(check, learners);
        DataSet set = read(check);
        PeerFolder peers = PeerFolder.ofUser();
        HuggingFace python = HuggingFace.in(peers);
        BaseModel base = BaseModel.in(peers, python);
        Report report = new Report(System.out);
        try (RunFolder folder = RunFolder.create("winnow-training-");
                LoadableModel model = new ModelFiles("model", base.folder()).open();
                TextModel texts = new TextModel(model, set.schema())) {
            TrainingRows rows = TrainingRows.of(set, texts, spaced, folder.path());
            new TrainingBench(plan, rows, python, base, model, texts, report).run(folder.path());
            folder.wentWell();
        }
        if (json != null) {
            report.write(json);
        }
        return 0;
    }

    private List<Learner> learners(CommandCheck check) {
        try {
            return (memoryOnly ? MEMORY_RUNS : runs)
                    .stream().map(Learner::parse).toList();
        } catch (IllegalArgumentException e) {
            throw check.refused("--runs: %s. Leave it out for %s".formatted(e.getMessage(), USUAL_RUNS));
        }
    }

    private TrainingPlan plan(CommandCheck check, List<Learner> learners) {
        check.range("--epochs", 1, 1000, epochs);
        check.range("--step-rows", 1, 1 << 16, stepRows);
        check.range("--steps", 1, Integer.MAX_VALUE, steps);
        check.range("--pack-tokens", 8, MOST_TOKENS, packTokens);
        check.range("--agree", 0, Integer.MAX_VALUE, agree);
        if (memoryOnly && (score || agree > 0)) {
            throw check.refused("--memory takes two steps, whose adapters say nothing: leave --score and --agree out");
        }
        try {
            return new TrainingPlan(
                    learners,
                    seeds,
                    epochs,
                    stepRows,
                    rate,
                    packTokens,
                    memoryOnly ? MEMORY_STEPS : steps,
                    memoryOnly ? 0 : memory,
                    memoryOnly ? TrainingPlan.LEAST_STATE_BYTES : stateBytes,
                    score,
                    agree);
        } catch (IllegalArgumentException e) {
            throw check.refused(String.valueOf(e.getMessage()));
        }
    }

    private DataSet read(CommandCheck check) throws IOException {
        if (data == null) {
            return DataSet.bundled();
        }
        try {
            return DataSet.read(data);
        } catch (IOException e) {
            throw check.refused("--data %s: %s".formatted(data, e.getMessage()));
        }
    }
}
