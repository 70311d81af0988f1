package dev.winnow.benchmarks.fuzz;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow bench fuzz}. */
@Command(
        name = "fuzz",
        description = {
            "Reads inputs that are changed at random. Each must be read or be refused by name: no other exception, no hang,"
                    + " no memory running out. What goes wrong is written to a file and ends the run with 1.",
            "Set JAVA_TOOL_OPTIONS=-Xmx512m so that memory that an input does not warrant shows."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class FuzzCommand implements Callable<Integer> {
    private static final double SLOW_SECONDS = 1;

    @Parameters(
            paramLabel = "TARGET",
            description = "${COMPLETION-CANDIDATES}; all, one after the other, if there is none")
    private List<Target> targets = List.of(Target.values());

    @Option(names = "--minutes", paramLabel = "N", description = "For each", defaultValue = "1")
    private double minutes;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same inputs", defaultValue = "1")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where inputs that go wrong are kept",
            defaultValue = ".")
    private Path out = Path.of(".");

    @Override
    public Integer call() throws IOException {
        Path checkout = Path.of(System.getProperty("winnow.home", ".")).toAbsolutePath();
        PrintWriter console = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        int wrong = 0;
        for (Target target : targets) {
            FuzzRun run = new FuzzRun(target, checkout, seed);
            run.run(Duration.ofMillis((long) (minutes * 60_000)), Long.MAX_VALUE);
            console.printf(
                    Locale.ROOT,
                    "%s: %d inputs, %d of them refused, the slowest in %.2f s of the processor, %d went wrong%n",
                    target.name().toLowerCase(Locale.ROOT),
                    run.inputs(),
                    run.refused(),
                    run.slowestSeconds(),
                    run.findings().size());
            if (run.slowestSeconds() > SLOW_SECONDS) {
                console.println("the slowest: " + Files.write(file(target, "slowest"), run.slowest()));
            }
            for (FuzzRun.Finding finding : run.findings()) {
                wrong++;
                console.println(Files.write(file(target, String.valueOf(wrong)), finding.input()) + ":");
                finding.what().printStackTrace(console);
            }
        }
        return wrong == 0 ? 0 : 1;
    }

    private Path file(Target target, String which) {
        return out.resolve("fuzz-%s-%d-%s".formatted(target, seed, which));
    }
}
