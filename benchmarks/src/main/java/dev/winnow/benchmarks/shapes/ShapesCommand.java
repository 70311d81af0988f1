package dev.winnow.benchmarks.shapes;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.ModeRefusedException;
import dev.winnow.engine.decoder.NumericMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code winnow bench shapes}. */
@Command(
        name = "shapes",
        description = {
            "Models as large as real ones, with random weights: a file of Q4_K blocks is written among the temporary files"
                    + " (4.5 GB for llama3-8b), loaded, run and deleted. Tells the time to load, tokens a second, and the"
                    + " most memory that this process had at once. Fails if a score is no number.",
            "With --packed also the form that `winnow models quantize` writes (9 GB for llama3-8b in int8): it must write"
                    + " the same tokens. The most memory is then that of all that came before.",
            "Java's heap counts too: set JAVA_TOOL_OPTIONS='-XX:+UseSerialGC -Xmx1g' as a worker would."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class ShapesCommand implements Callable<Integer> {
    @Option(names = "--shape", description = "llama3-8b or qwen2-1.5b", defaultValue = "qwen2-1.5b")
    private String shape = "";

    @Option(names = "--mode", description = "The numeric mode", defaultValue = "int8")
    private String mode = "";

    @Option(names = "--memory", paramLabel = "MIB", description = "The decoder's budget", defaultValue = "20480")
    private long memory;

    @Option(names = "--rows", description = "Rows that decode at once", defaultValue = "4")
    private int rows;

    @Option(names = "--prompt-tokens", paramLabel = "N", description = "Of each row", defaultValue = "128")
    private int promptTokens;

    @Option(names = "--steps", paramLabel = "N", description = "Tokens that each row generates", defaultValue = "32")
    private int steps;

    @Option(names = "--packed", description = "Also pack the model, and load that")
    private boolean packed;

    @Option(names = "--json", paramLabel = "F", description = "Also write the figures to F")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        FullShape wanted = FullShape.ALL.stream()
                .filter(known -> known.name().equals(shape))
                .findFirst()
                .orElseThrow(() -> refused("--shape: must be one of "
                        + FullShape.ALL.stream().map(FullShape::name).collect(Collectors.joining(", "))));
        NumericMode numericMode = mode();
        if (packed && numericMode == NumericMode.F32) {
            throw refused("--packed: f32 has no packed form; choose another --mode");
        }
        Report report = new Report(System.out);
        boolean well;
        try (RunFolder folder = RunFolder.create("winnow-bench-")) {
            // Gigabytes are not left behind, whatever happens.
            folder.wentWell();
            well = measure(wanted, numericMode, folder.path(), report);
        }
        if (json != null) {
            report.write(json);
        }
        return well ? 0 : 1;
    }

    private boolean measure(FullShape shape, NumericMode mode, Path folder, Report report) throws IOException {
        Path file = folder.resolve(shape.name() + ".gguf");
        RandomGguf.write(shape, file);
        System.err.printf("  wrote %,d MiB%n", Files.size(file) >> 20);
        ShapesRun run = new ShapesRun(MemoryBudget.ofMebibytes(memory), rows, promptTokens, steps);
        ShapesRun.Written plain = run.measure(shape, file, mode, report);
        if (!packed) {
            return plain.finite();
        }
        ShapesRun.Written again = run.measurePacked(shape, file, folder.resolve("packed"), mode, report);
        boolean same = plain.equals(again);
        System.out.println(same ? "The packed form writes the same tokens" : "The packed form writes other tokens");
        return plain.finite() && same;
    }

    private NumericMode mode() {
        try {
            NumericMode wanted = NumericMode.fromWireName(mode);
            wanted.requireOn(Device.CPU);
            return wanted;
        } catch (IllegalArgumentException | ModeRefusedException e) {
            throw refused("--mode: " + e.getMessage());
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(requireNonNull(spec).commandLine(), message);
    }
}
