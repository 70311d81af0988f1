package dev.winnow.benchmarks.guide;

import dev.winnow.benchmarks.cluster.Cluster;
import dev.winnow.benchmarks.cluster.RunFolder;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.machine.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code winnow bench guide}. */
@Command(
        name = "guide",
        description = {
            "Does what docs/guide says: runs each command of its pages in their order, with a data folder and a port of the"
                    + " run's own, and tells how long each took. Fails at the first that does not end with 0.",
            "22 minutes were seen on two busy processors without AMX, nearly all of them for two trainings and evaluations."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class GuideCommand implements Callable<Integer> {
    // A service, a database or a broker of the user's own is not what is tried here.
    private static final Set<String> LEFT_OUT = System.getenv().keySet().stream()
            .filter(name -> name.startsWith("WINNOW_"))
            .filter(name -> !Set.of("WINNOW_BUILD", "WINNOW_CACHE_DIR").contains(name))
            .collect(Collectors.toUnmodifiableSet());

    @Option(names = "--pages", paramLabel = "DIR", description = "Another folder of pages (default: docs/guide)")
    private @Nullable Path pages;

    @Option(
            names = "--limit",
            paramLabel = "TIME",
            description = "How long one command may take, such as PT45M",
            defaultValue = "PT30M")
    private Duration limit = Duration.ofMinutes(30);

    @Option(names = "--transcript", paramLabel = "F", description = "Also write each command with what it said to F")
    private @Nullable Path transcript;

    @Override
    public Integer call() throws IOException {
        Path project = Cluster.project();
        List<GuidePage> guide = GuidePage.in(pages == null ? project.resolve("docs/guide") : pages);
        try (RunFolder folder = RunFolder.create("winnow-guide-")) {
            if (followed(guide, project, folder.path())) {
                folder.wentWell();
                return 0;
            }
            return 1;
        }
    }

    private boolean followed(List<GuidePage> guide, Path project, Path folder) throws IOException {
        // What the guide leaves behind stays out of the project.
        for (String needed : List.of("winnow", "examples")) {
            Files.createSymbolicLink(folder.resolve(needed), project.resolve(needed));
        }
        Path data = folder.resolve("data");
        Installation installation = new Installation(data);
        installation.prepare();
        Settings usual = Settings.usual();
        installation.save(
                new Settings(Ports.firstFree(usual.port()), usual.model(), usual.quantization(), usual.workers()));
        Map<String, String> with = Map.of("WINNOW_DATA", data.toString());
        Thread farewell = new Thread(() -> stop(folder, with), "stop");
        Runtime.getRuntime().addShutdownHook(farewell);
        try (Shell shell = new Shell(folder, LEFT_OUT, with, limit)) {
            GuideRun run = new GuideRun(shell, System.out);
            try {
                return run.follow(guide);
            } finally {
                if (transcript != null) {
                    Files.write(transcript, run.transcript());
                }
            }
        } finally {
            Runtime.getRuntime().removeShutdownHook(farewell);
            stop(folder, with);
        }
    }

    /** Whatever the guide has left running, in a shell of its own: the other one may have ended. */
    private void stop(Path folder, Map<String, String> with) {
        try (Shell shell = new Shell(folder, LEFT_OUT, with, limit)) {
            Shell.Said said = shell.run("./winnow down");
            if (said.status() != 0) {
                System.err.println("What runs in %s was not stopped: %s".formatted(folder, said.lines()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("What runs in " + folder + " cannot be stopped", e);
        }
    }
}
