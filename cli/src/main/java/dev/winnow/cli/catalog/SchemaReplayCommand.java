package dev.winnow.cli.catalog;

import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.console.Progress;
import dev.winnow.cli.installation.ModelTokenizer;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.text.replay.KeywordTally;
import dev.winnow.text.replay.Replay;
import dev.winnow.text.replay.ReplayTally;
import dev.winnow.text.replay.ReplayedSchema;
import dev.winnow.text.replay.SchemaOrder;
import dev.winnow.text.replay.SchemaTests;
import dev.winnow.text.replay.TestedSchema;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replays schemas with tests through the masks that a model would be held to, and measures them. */
@Command(
        name = "replay",
        description = {
            "Hold schemas against instances that are known to be valid or invalid: what would a model be let write?",
            "",
            "Reads every *.json in a folder: {\"schema\": ..., \"tests\": [{\"valid\": true, \"data\": ...}]}, or a list of"
                    + " those, as the official JSON Schema test suite has them.",
            ""
        })
public final class SchemaReplayCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The folder with the files.")
    Path folder = Path.of("");

    @Option(
            names = "--tokenizer",
            paramLabel = "M",
            description = "A tokenizer.json, a .gguf file, a folder with one of them, or a model that a worker has"
                    + " fetched (default: ${DEFAULT-VALUE}).")
    String tokenizer = Settings.DEFAULT_MODEL;

    @Option(
            names = "--white-space",
            description = "Replay instances as they stand in the files, white space and all; otherwise compact.")
    boolean whiteSpace;

    @Option(
            names = "--dialect",
            paramLabel = "URI",
            description = "The $$schema of schemas that name none; otherwise they are read as 2020-12.")
    @Nullable
    String dialect;

    @Option(names = "--json", paramLabel = "F", description = "Write the figures to a file, too.")
    @Nullable
    Path json;

    @Option(
            names = "--failures",
            paramLabel = "N",
            description = "Show so many instances that went wrong (default: ${DEFAULT-VALUE}).")
    int failures = 20;

    @Option(names = "--by-keyword", description = "Tell for each keyword what became of the schemas that use it.")
    boolean byKeyword;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Replay the first N schemas once before, not measured (default: ${DEFAULT-VALUE}).")
    int warmUp = 1_000;

    /** Runs in those surroundings; needs no service. */
    public SchemaReplayCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw CommandException.usage(folder + " is no folder");
        }
        List<Path> files = SchemaTests.under(folder);
        try (Tokenizer opened = ModelTokenizer.open(tokenizer, surroundings.cache())) {
            Replay replay = whiteSpace
                    ? Replay.asWritten(opened.vocabulary(), opened)
                    : new Replay(opened.vocabulary(), opened, new SchemaOrder());
            run(replay, files);
        }
        return ExitCode.DONE.number();
    }

    private void run(Replay replay, List<Path> files) throws IOException {
        List<Path> unread = new ArrayList<>();
        int warmedUp = warmUp(replay, files);
        ReplayTally tally = new ReplayTally();
        KeywordTally keywords = new KeywordTally();
        Mishaps mishaps = new Mishaps(folder, failures);
        try (Progress progress = new Progress(console, "Replayed", " files", 1)) {
            for (int i = 0; i < files.size(); i++) {
                for (TestedSchema schema : read(files.get(i), unread)) {
                    ReplayedSchema replayed = replay.replay(schema);
                    tally.add(replayed);
                    keywords.add(replayed);
                    mishaps.add(replayed);
                }
                progress.show(i + 1, files.size(), "");
            }
        }
        unread.forEach(file -> console.say("Left out, as it has no schema with tests: " + file));
        ReplayReport.table(tally.summary()).forEach(console::result);
        console.result("Times are those of one thread, after the first %d schemas were replayed once to warm up"
                .formatted(warmedUp));
        mishaps.lines().forEach(console::result);
        if (byKeyword) {
            console.result("");
            ReplayReport.keywords(keywords.rows()).forEach(console::result);
        }
        if (json != null) {
            Files.writeString(json, ReplayReport.json(tally.summary(), unread.size()) + "\n");
        }
    }

    private int warmUp(Replay replay, List<Path> files) {
        int done = 0;
        try (Progress progress = new Progress(console, "Warmed up on", " schemas", 1)) {
            for (Path file : files) {
                for (TestedSchema schema : read(file, new ArrayList<>())) {
                    if (done >= warmUp) {
                        return done;
                    }
                    replay.replay(schema);
                    done++;
                    progress.show(done, warmUp, "");
                }
            }
        }
        return done;
    }

    private List<TestedSchema> read(Path file, List<Path> unread) {
        try {
            List<TestedSchema> schemas = new SchemaTests(dialect).read(file);
            if (schemas.isEmpty()) {
                unread.add(file);
            }
            return schemas;
        } catch (IOException e) {
            unread.add(file);
            return List.of();
        }
    }
}
