package dev.winnow.cli.machine;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Answers what `up` asks of a worker. Its message is the environment that it was given. */
public final class StandInWorker {
    private StandInWorker() {}

    /** Serves until it is ended. */
    public static void main(String[] arguments) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("WINNOW_HEALTH_PORT"))),
                10);
        boolean broken = System.getenv("WINNOW_MODEL").contains("broken");
        StandInCoordinator.answer(
                server,
                "/status",
                "{\"phase\":\"%s\",\"done_bytes\":1,\"total_bytes\":1,\"message\":\"%s\",\"model\":\"small\"}"
                        .formatted(broken ? "failed" : "ready", broken ? "the model is broken: take another" : ""));
        System.out.println(System.getenv("WINNOW_AMQP_URI") + " " + System.getenv("WINNOW_COORDINATOR_URL") + " "
                + System.getenv("WINNOW_WORKER_KEY") + " " + System.getenv("OMP_WAIT_POLICY"));
        server.start();
    }
}
