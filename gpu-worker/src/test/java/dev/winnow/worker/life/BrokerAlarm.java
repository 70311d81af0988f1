package dev.winnow.worker.life;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Makes the test's RabbitMQ believe that its disk is full, until it is closed. */
final class BrokerAlarm implements AutoCloseable {
    private static final Path SCRIPT = Path.of("..", "scripts", "rabbitmq");

    BrokerAlarm() {
        call("on");
    }

    @Override
    public void close() {
        call("off");
    }

    private static void call(String verb) {
        try {
            Process process = new ProcessBuilder(SCRIPT.toString(), "alarm", verb)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError("scripts/rabbitmq alarm " + verb + ": " + said);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
