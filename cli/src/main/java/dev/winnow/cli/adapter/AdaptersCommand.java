package dev.winnow.cli.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Adapters;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after adapters. */
@Command(
        name = "adapters",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Adapters (LoRA) that make a small model exact: stored in versions that never change.",
            "",
            "Where a command takes an adapter A, it is a version (recipes@2), an alias (champion) or a hash"
                    + " (sha256:...).",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  winnow adapters import ./recipes-lora --name recipes --base smollm2-135m-instruct",
            "  winnow adapters alias recipes@2 champion      promote; `alias recipes@1 champion` goes back",
            "  winnow extract --adapter champion --keys title,servings pages.jsonl"
        })
public final class AdaptersCommand implements Runnable {
    private static final String ROW = "%-24s  %-28s  %5s  %9s  %-20s  %s";

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public AdaptersCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: import, list, show, export, alias, unalias, history or delete");
    }

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = {
                "Store a folder as PEFT saves it (adapter_config.json, adapter_model.safetensors) as the next version of"
                        + " a name. The same files again are the same adapter.",
                ""
            },
            footer = {"", "Example: winnow adapters import ./recipes-lora --name recipes --base smollm2-135m-instruct"})
    int importFolder(
            @Parameters(paramLabel = "FOLDER") Path folder,
            @Option(names = "--name", paramLabel = "N", required = true, description = "What to call it.") String name,
            @Option(
                            names = "--base",
                            paramLabel = "M",
                            description = "The model that it was trained on, as `winnow models list` shows it (default:"
                                    + " what its configuration names).")
                    @Nullable
                    String base,
            @Option(
                            names = "--instruction",
                            paramLabel = "T",
                            description = "What it was trained to be told; used where neither item nor request says.")
                    @Nullable
                    String instruction,
            @Option(names = "--notes", paramLabel = "T", description = "Anything worth remembering.") @Nullable
                    String notes,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        Path packed = AdapterArchive.pack(folder);
        try {
            JsonNode stored = adapters(data).store(packed, name, base, instruction, notes);
            console.result(
                    json
                            ? stored.toString()
                            : "Adapter %s is stored for %s: %s"
                                    .formatted(
                                            stored.path("adapter").asText(),
                                            stored.path("base").asText(),
                                            stored.path("hash").asText()));
            return ExitCode.DONE.number();
        } finally {
            delete(packed);
        }
    }

    private static void delete(Path packed) {
        try {
            Files.deleteIfExists(packed);
        } catch (IOException e) {
            throw CommandException.failed("%s cannot be deleted: %s".formatted(packed, e.getMessage()));
        }
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "All, the newest version of each name first.")
    int list(@Option(names = "--json", description = "As one JSON object.") boolean json, @Mixin DataOption data) {
        JsonNode all = adapters(data).all();
        if (json) {
            console.result(all.toString());
            return ExitCode.DONE.number();
        }
        console.result(ROW.formatted("ADAPTER", "MODEL", "RANK", "KIB", "ALIASES", "CREATED"));
        all.path("adapters").forEach(this::print);
        if (all.path("adapters").isEmpty()) {
            console.say("No adapter is stored yet; `winnow adapters import` stores one");
        }
        return ExitCode.DONE.number();
    }

    private void print(JsonNode adapter) {
        List<String> aliases = new ArrayList<>();
        adapter.path("aliases").forEach(alias -> aliases.add(alias.asText()));
        console.result(ROW.formatted(
                adapter.path("adapter").asText(),
                adapter.path("base").asText(),
                adapter.at("/card/rank").asText(),
                adapter.at("/card/bytes").asLong() >> 10,
                String.join(",", aliases),
                adapter.path("created_at").asText()));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One with its card, as JSON.")
    int show(
            @Parameters(paramLabel = "A") String adapter,
            @Option(names = "--json", description = "On one line.") boolean json,
            @Mixin DataOption data) {
        JsonNode found = adapters(data).find(adapter);
        console.result(json ? found.toString() : found.toPrettyString());
        return ExitCode.DONE.number();
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Write its files, byte for byte, into a folder that is empty or not there yet.")
    int export(
            @Parameters(paramLabel = "A") String adapter,
            @Parameters(paramLabel = "DIR") Path folder,
            @Mixin DataOption data) {
        Adapters adapters = adapters(data);
        JsonNode found = adapters.find(adapter);
        String hash = found.path("hash").asText();
        try {
            Files.createDirectories(folder);
            requireEmpty(folder);
            try (InputStream files = adapters.files(hash)) {
                String came = AdapterArchive.unpack(files, folder);
                if (!came.equals(hash)) {
                    throw CommandException.failed("The files that came have the hash %s, not %s".formatted(came, hash));
                }
            }
        } catch (IOException e) {
            throw CommandException.failed("%s was not written whole: %s".formatted(folder, e.getMessage()));
        }
        console.result("Adapter %s is in %s".formatted(found.path("adapter").asText(), folder));
        return ExitCode.DONE.number();
    }

    private static void requireEmpty(Path folder) throws IOException {
        try (Stream<Path> there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw CommandException.usage(folder + " is not empty: name a folder that is, or is not there yet");
            }
        }
    }

    @Command(
            name = "alias",
            aliases = "promote",
            mixinStandardHelpOptions = true,
            description = {
                "Make NAME stand for an adapter, for every job that is submitted from now on.",
                "",
                "Jobs that there are keep what they got. 'winnow adapters rollback NAME' goes back.",
                ""
            },
            footer = {"", "Example: winnow adapters alias recipes@2 champion"})
    int alias(
            @Parameters(paramLabel = "A") String adapter,
            @Parameters(paramLabel = "NAME") String alias,
            @Mixin DataOption data) {
        JsonNode moved = adapters(data)
                .alias(alias, new ObjectMapper().createObjectNode().put("adapter", adapter));
        console.result("%s stands for %s".formatted(alias, moved.path("adapter").asText()));
        return ExitCode.DONE.number();
    }

    @Command(
            name = "rollback",
            mixinStandardHelpOptions = true,
            description = "Let NAME stand for what it stood for before its last move.",
            footer = {"", "Example: winnow adapters rollback champion"})
    int rollBack(@Parameters(paramLabel = "NAME") String alias, @Mixin DataOption data) {
        JsonNode moved = adapters(data).rollBack(alias);
        console.result("%s stands for %s".formatted(alias, moved.path("adapter").asText()));
        return ExitCode.DONE.number();
    }

    @Command(name = "unalias", mixinStandardHelpOptions = true, description = "Take an alias away.")
    int unalias(@Parameters(paramLabel = "NAME") String alias, @Mixin DataOption data) {
        adapters(data).unalias(alias);
        console.result(alias + " stands for nothing any more");
        return ExitCode.DONE.number();
    }

    @Command(name = "history", mixinStandardHelpOptions = true, description = "Where an alias has been, newest first.")
    int history(@Parameters(paramLabel = "NAME") String alias, @Mixin DataOption data) {
        adapters(data)
                .moves(alias)
                .forEach(move -> console.result("%s  %s -> %s"
                        .formatted(
                                move.path("moved_at").asText(),
                                move.path("from").asText("-"),
                                move.path("to").asText("-"))));
        return ExitCode.DONE.number();
    }

    @Command(
            name = "delete",
            mixinStandardHelpOptions = true,
            description = "Delete one for good; refused while an alias stands for it, or a job needs it.")
    int delete(@Parameters(paramLabel = "A") String adapter, @Mixin DataOption data) {
        adapters(data).delete(adapter);
        console.result("Adapter " + adapter + " is deleted");
        return ExitCode.DONE.number();
    }

    private Adapters adapters(DataOption data) {
        return new Adapters(new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings))));
    }
}
