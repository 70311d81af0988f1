package dev.winnow.benchmarks.peers;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.benchmarks.peers.setup.TrainedModel;
import dev.winnow.benchmarks.peers.system.Choice;
import dev.winnow.benchmarks.peers.system.HuggingFaceSystem;
import dev.winnow.benchmarks.peers.system.LlamaSystem;
import dev.winnow.benchmarks.peers.system.MeasuredSystem;
import dev.winnow.benchmarks.peers.system.WinnowSystem;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow bench peers}. */
@Command(
        name = "peers",
        description = {
            "Winnow's engine, llama.cpp and Hugging Face turn the same documents into JSON, one after the other.",
            "All run the same model with the same adapter (trained first), prompts, schema and limits; the settings of"
                    + " the peers are searched. The first run builds the peers and trains: more than an hour on two cores."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class PeersCommand implements Callable<Integer> {
    private static final int WARM_UP_DOCUMENTS = 8;
    private static final int MOST_SLOTS = 1024;
    private static final String LLAMA = "llama";
    private static final String HUGGING_FACE = "hf";
    private static final String NONE = "none";

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description = "A folder with schema.json, train.jsonl, and dev.jsonl or test.jsonl; may be given more than"
                    + " once. A small bundled sample if there is none")
    private List<Path> data = new ArrayList<>();

    @Option(
            names = "--adapter",
            paramLabel = "FOLDER",
            description = "A PEFT folder with an adapter that was trained elsewhere, for the one folder of --data")
    private @Nullable Path adapter;

    @Option(names = "--documents", paramLabel = "N", description = "The most documents of each", defaultValue = "1000")
    private int documents;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            description = "How often each system does each task",
            defaultValue = "2")
    private int rounds;

    @Option(
            names = "--peers",
            split = ",",
            description = "Which peers to run beside Winnow: llama, hf, or none",
            defaultValue = "llama,hf")
    private List<String> peers = List.of();

    @Option(
            names = "--modes",
            split = ",",
            description = "Winnow's numeric modes",
            defaultValue = "f16,bf16,int8,int8w7,int8x2,f32")
    private List<String> modes = List.of();

    @Option(
            names = "--slots",
            paramLabel = "N",
            description = "Documents that Winnow decodes at once; as many as a worker does by itself, if left out")
    private int slots = WinnowSystem.usualSlots();

    @Option(
            names = "--max-output-tokens",
            paramLabel = "N",
            description = "The limit of a free output",
            defaultValue = "384")
    private int maxOutputTokens;

    @Option(
            names = "--trial-documents",
            paramLabel = "N",
            description = "How many documents each setting of a peer is tried with",
            defaultValue = "24")
    private int trialDocuments;

    @Option(
            names = "--fix",
            paramLabel = "SYSTEM.CHOICE=VALUE",
            description = "A setting that is not searched: llama.cpp.slots, .weights, .flash, .lookup, hf.batch, .type;"
                    + " winnow-int8.adapter=merged runs base and adapter as one")
    private Map<String, String> fixed = new LinkedHashMap<>();

    @Option(names = "--prepare", description = "Build the peers and train, and measure nothing")
    private boolean prepareOnly;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandCheck check = new CommandCheck(requireNonNull(spec));
        check(check);
        List<DataSet> sets = sets(check);
        Report report = new Report(System.out);
        Preparation preparation = new Preparation(PeerFolder.ofUser());
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            for (DataSet set : sets) {
                run(preparation, set, folder.path(), report);
            }
            folder.wentWell();
        }
        if (json != null) {
            report.write(json);
        }
        return 0;
    }

    private void check(CommandCheck check) {
        check.range("--documents", 1, Integer.MAX_VALUE, documents);
        check.range("--rounds", 1, Integer.MAX_VALUE, rounds);
        check.range("--slots", 1, MOST_SLOTS, slots);
        check.range("--max-output-tokens", 1, Integer.MAX_VALUE, maxOutputTokens);
        check.range("--trial-documents", 1, Integer.MAX_VALUE, trialDocuments);
        check.known("--peers", peers, List.of(LLAMA, HUGGING_FACE, NONE));
        check.known(
                "--modes",
                modes,
                Arrays.stream(NumericMode.values())
                        .filter(mode -> mode.runsOn(Device.CPU))
                        .map(NumericMode::wireName)
                        .toList());
        check.fixed("--fix", fixed, choices());
        if (adapter != null) {
            checkAdapter(check, adapter);
        }
    }

    private void checkAdapter(CommandCheck check, Path given) {
        if (data.size() != 1) {
            throw check.refused("--adapter is for one folder of documents: give --data once, or leave --adapter out");
        }
        try (LoadableAdapter readable = PeftAdapter.open(given)) {
            requireNonNull(readable);
        } catch (IOException | ModelRefusedException e) {
            throw check.refused("--adapter " + given + ": " + e.getMessage());
        }
    }

    private Map<String, Choice> choices() {
        Map<String, List<Choice>> systems = new LinkedHashMap<>();
        modes.forEach(mode -> systems.put(WinnowSystem.name(mode), WinnowSystem.choices(slots)));
        if (peers.contains(LLAMA)) {
            systems.put(LlamaSystem.NAME, LlamaSystem.CHOICES);
        }
        if (peers.contains(HUGGING_FACE)) {
            systems.put(HuggingFaceSystem.NAME, HuggingFaceSystem.CHOICES);
        }
        Map<String, Choice> choices = new LinkedHashMap<>();
        systems.forEach((system, own) -> own.forEach(choice -> choices.put(system + "." + choice.name(), choice)));
        return choices;
    }

    private List<DataSet> sets(CommandCheck check) throws IOException {
        if (data.isEmpty()) {
            return List.of(DataSet.bundled());
        }
        List<DataSet> sets = new ArrayList<>();
        for (Path folder : data) {
            try {
                sets.add(DataSet.read(folder));
            } catch (IOException e) {
                throw check.refused("--data " + folder + ": " + e.getMessage());
            }
        }
        return sets;
    }

    private void run(Preparation preparation, DataSet set, Path folder, Report report)
            throws IOException, InterruptedException {
        if (peers.contains(LLAMA)) {
            preparation.llama(); // what fails should not do so after an hour of training
        }
        try (TextModel texts = preparation.texts(set)) {
            TrainedModel model = preparation.trained(set, texts, adapter);
            Map<String, Object> training = new LinkedHashMap<>();
            model.figures().forEach((name, value) -> training.put(String.valueOf(name), value));
            report.figure("adapter", set.name() + " training", training);
            if (prepareOnly) {
                return;
            }
            List<String> refused = new ArrayList<>();
            List<TokenDocument> measured = texts.tokens(
                    set.measured().subList(0, Math.min(documents, set.measured().size())), refused);
            if (!refused.isEmpty()) {
                System.err.println("Left out, since the schema does not admit what they should give: " + refused);
            }
            List<TokenDocument> warmUp = texts.tokens(
                    set.training()
                            .subList(
                                    0,
                                    Math.min(WARM_UP_DOCUMENTS, set.training().size())),
                    refused);
            Plan plan = new Plan(set.name(), measured, trialDocuments, maxOutputTokens, rounds, fixed);
            new PeersRun(plan, texts, warmUp, report, System.err).measure(systems(preparation, set, model, folder));
        }
    }

    private List<MeasuredSystem> systems(Preparation preparation, DataSet set, TrainedModel model, Path folder)
            throws IOException, InterruptedException {
        List<MeasuredSystem> systems = new ArrayList<>();
        for (String mode : modes) {
            systems.add(new WinnowSystem(
                    preparation.base(), model, set.schema(), mode, slots, folder.resolve("winnow.log")));
        }
        if (peers.contains(LLAMA)) {
            systems.add(new LlamaSystem(preparation.llama(), model, set.schema(), folder.resolve("llama.log")));
        }
        if (peers.contains(HUGGING_FACE)) {
            systems.add(new HuggingFaceSystem(preparation.huggingFace(), model, set.schema(), folder));
        }
        return systems;
    }
}
