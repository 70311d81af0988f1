package dev.winnow.coordinator.harness;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the test's RabbitMQ is made to suffer: {@code scripts/rabbitmq}. */
public final class BrokerScript {
    private static final String SCRIPT = Path.of("..", "scripts", "rabbitmq").toString();

    private BrokerScript() {}

    /** Runs one of its commands, which must succeed. */
    public static void run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.add(0, SCRIPT);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + said);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
