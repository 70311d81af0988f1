package dev.winnow.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.extraction.ExtractionRun;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.machine.BackgroundStart;
import dev.winnow.cli.machine.Ports;
import dev.winnow.cli.machine.StartupWatch.PhaseTime;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.ServiceClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the whole way on a sample that ships with the project. */
@Command(
        name = "demo",
        description = {
            "Show Winnow at work: start everything, fetch the small default model, turn ten scraped listings into JSON.",
            "",
            "Uses a data folder of its own (the usual one with -demo: ~/.winnow-demo, /var/lib/winnow-demo as root) and"
                    + " stops what it started, unless --keep is given.",
            ""
        })
public final class DemoCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TOKENS = 96;

    private final Surroundings surroundings;
    private final Console console;
    private final List<PhaseTime> times = new ArrayList<>();

    @Option(names = "--keep", description = "Leave everything running afterwards.")
    boolean keep;

    /** Runs in those surroundings. */
    public DemoCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Path usual = surroundings.installation(null).root();
        Installation installation = new Installation(usual.resolveSibling(usual.getFileName() + "-demo"));
        Settings settings = new Settings(
                Ports.firstFree(Settings.DEFAULT_PORT), Settings.DEFAULT_MODEL, Settings.DEFAULT_QUANTIZATION, 1);
        long seconds = Long.getLong("winnow.build.seconds", 0);
        if (seconds > 0) {
            times.add(new PhaseTime("build", Duration.ofSeconds(seconds)));
        }
        BackgroundStart start = new BackgroundStart(surroundings, console, installation);
        Thread farewell = new Thread(() -> stop(start, installation), "stop");
        Runtime.getRuntime().addShutdownHook(farewell);
        ExitCode code;
        try {
            times.addAll(start.start(settings));
            code = extract(installation);
            printTimes();
        } finally {
            Runtime.getRuntime().removeShutdownHook(farewell);
            if (!keep) {
                stop(start, installation);
            }
        }
        if (keep) {
            console.result("It runs on at " + settings.url() + ". Stop it with: winnow down"
                    + surroundings.dataHint(installation));
        } else {
            console.result("Stopped again. Next: winnow up -d, then winnow extract --keys title,price FILE");
        }
        return code.number();
    }

    private ExitCode extract(Installation installation) throws IOException {
        Path folder = Files.createTempDirectory("winnow-demo-");
        Path listings = copy("listings.jsonl", folder);
        Path results = folder.resolve("results.jsonl");
        ObjectNode options = JSON.createObjectNode();
        options.set("schema", JSON.readTree(Files.readString(copy("schema.json", folder))));
        options.put("max_output_tokens", MOST_TOKENS);
        ServiceClient client = new ServiceClient(Endpoint.of(surroundings.alone(), installation));
        ExtractionRun run = new ExtractionRun(client, console);
        long began = System.nanoTime();
        Job job = run.submit(options, List.of(listings));
        ExitCode code = run.collect(job.id(), results);
        times.add(new PhaseTime("extract", Duration.ofNanos(System.nanoTime() - began)));
        for (String line : Files.readAllLines(results)) {
            JsonNode result = JSON.readTree(line);
            console.result(result.path("id").asText() + "  "
                    + (result.hasNonNull("error") ? result.path("error") : result.path("output")));
        }
        Files.delete(results);
        Files.delete(listings);
        Files.delete(folder.resolve("schema.json"));
        Files.delete(folder);
        return code;
    }

    private static Path copy(String name, Path folder) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream resource = DemoCommand.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException("the sample " + name + " is not in the program");
            }
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return file;
    }

    private void printTimes() {
        console.result("");
        Duration total = Duration.ZERO;
        for (PhaseTime time : times) {
            total = total.plus(time.time());
            console.result(row(time.phase(), time.time()));
        }
        console.result(row("total", total));
    }

    private static String row(String phase, Duration time) {
        return String.format(Locale.ROOT, "%-9s %7.1f s", phase, time.toMillis() / 1000.0);
    }

    private void stop(BackgroundStart start, Installation installation) {
        try {
            start.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "What was started cannot be stopped: try winnow down" + surroundings.dataHint(installation), e);
        }
    }
}
