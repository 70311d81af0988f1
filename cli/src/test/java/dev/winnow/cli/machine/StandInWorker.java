package dev.winnow.cli.machine;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Answers what `up` asks of a worker, and prints the environment that it was given. Says that it has failed once there
 * is a file `fail-once` in its model's folder, until it is started again.
 */
public final class StandInWorker {
    private StandInWorker() {}

    /** Serves until it is ended. */
    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("WINNOW_HEALTH_PORT"))),
                10);
        boolean broken = System.getenv("WINNOW_MODEL").contains("broken");
        Path failure = Path.of(System.getenv("WINNOW_MODEL"), "fail-once");
        Files.deleteIfExists(failure);
        StandInCoordinator.answer(server, "/status", () -> {
            boolean failed = broken || Files.exists(failure);
            return "{\"phase\":\"%s\",\"done_bytes\":1,\"total_bytes\":1,\"message\":\"%s\",\"model\":\"small\"}"
                    .formatted(failed ? "failed" : "ready", failed ? "the model is broken: take another" : "");
        });
        System.out.println(System.getenv("WINNOW_AMQP_URI") + " " + System.getenv("WINNOW_COORDINATOR_URL") + " "
                + System.getenv("WINNOW_WORKER_KEY") + " " + System.getenv("OMP_WAIT_POLICY")
                + " memory " + System.getenv("WINNOW_MEMORY_MEBIBYTES")
                + " server '" + System.getenv("WINNOW_SERVER_URL") + "'");
        server.start();
    }
}
