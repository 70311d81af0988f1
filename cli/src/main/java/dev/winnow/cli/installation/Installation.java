package dev.winnow.cli.installation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The data folder of one machine. Its keys and settings are readable by its owner alone. */
public final class Installation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEY_BYTES = 32;
    private static final String FIRST_FILE = "admin.key";

    // What a first start of another command may have made by now, and what a new file system has.
    private static final Pattern BEGUN = Pattern.compile("logs|run|worker\\.key|.*\\.part|lost\\+found");

    private final Path root;

    /** Takes the folder, which need not be there yet. */
    public Installation(Path root) {
        this.root = root;
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    /** Where the processes write what they log. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Where the running processes are listed. */
    public Path run() {
        return root.resolve("run");
    }

    /** Where the coordinator says how its embedded broker is reached. */
    public Path amqpFile() {
        return root.resolve("amqp.json");
    }

    /**
     * Makes the folders and, the first time, the keys.
     *
     * @throws CommandException if the folder holds other things: a database does not belong among them
     */
    public void prepare() {
        try {
            refuseForeign();
            PrivateFiles.dataFolder(root);
            PrivateFiles.folder(logs());
            PrivateFiles.folder(run());
            makeKey(root.resolve(FIRST_FILE));
            makeKey(root.resolve("worker.key"));
        } catch (IOException e) {
            throw CommandException.failed("The data folder " + root + " cannot be written: " + e
                    + ". Choose another with --data or WINNOW_DATA");
        }
    }

    private void refuseForeign() throws IOException {
        if (!Files.isDirectory(root) || Files.exists(root.resolve(FIRST_FILE))) {
            return;
        }
        try (Stream<Path> found = Files.list(root)) {
            Optional<Path> foreign = found.filter(path ->
                            !BEGUN.matcher(path.getFileName().toString()).matches())
                    .findFirst();
            // Read once more: a first start that runs at the same time may have come that far.
            if (foreign.isPresent() && !Files.exists(root.resolve(FIRST_FILE))) {
                throw CommandException.usage("The folder " + root + " holds other things ("
                        + foreign.get().getFileName()
                        + ") and no data of Winnow. Choose an empty or a new folder with --data or WINNOW_DATA");
            }
        }
    }

    private static void makeKey(Path file) throws IOException {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        PrivateFiles.writeNew(
                file, "wk_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "\n");
    }

    /** The key with all scopes, once there is one. */
    public Optional<String> adminKey() {
        return read("admin.key");
    }

    /** The key with which workers speak to the coordinator, once there is one. */
    public Optional<String> workerKey() {
        return read("worker.key");
    }

    /** How the installation was last started, if it ever was. */
    public Optional<Settings> settings() {
        return read("settings.json").map(this::parse);
    }

    private Settings parse(String json) {
        try {
            return JSON.readValue(json, Settings.class);
        } catch (IOException e) {
            throw CommandException.failed(
                    root.resolve("settings.json") + " is damaged: " + e.getMessage() + ". Remove it and start again");
        }
    }

    /** Keeps how the installation is started. */
    public void save(Settings settings) {
        try {
            PrivateFiles.write(
                    root.resolve("settings.json"),
                    JSON.writeValueAsString(JSON.createObjectNode()
                            .put("port", settings.port())
                            .put("model", settings.model())
                            .put("quantization", settings.quantization())
                            .put("workers", settings.workers())
                            .put("server", settings.server())));
        } catch (IOException e) {
            throw CommandException.failed("The data folder " + root + " cannot be written: " + e);
        }
    }

    private Optional<String> read(String name) {
        Path file = root.resolve(name);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw CommandException.failed(file + " cannot be read: " + e);
        }
    }
}
