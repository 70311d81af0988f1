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

/** The data folder of one machine. Its keys and settings are readable by its owner alone. */
public final class Installation {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEY_BYTES = 32;

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

    /** Makes the folders and, the first time, the keys. */
    public void prepare() {
        try {
            PrivateFiles.dataFolder(root);
            PrivateFiles.folder(logs());
            PrivateFiles.folder(run());
            makeKey(root.resolve("admin.key"));
            makeKey(root.resolve("worker.key"));
        } catch (IOException e) {
            throw CommandException.failed("The data folder " + root + " cannot be written: " + e
                    + ". Choose another with --data or WINNOW_DATA");
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
                            .put("workers", settings.workers())));
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
