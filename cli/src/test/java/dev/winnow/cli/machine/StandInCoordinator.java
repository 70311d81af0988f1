package dev.winnow.cli.machine;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Answers what `up` and `status` ask of a coordinator, and says where its broker would be. */
public final class StandInCoordinator {
    private StandInCoordinator() {}

    /** Serves until it is ended. */
    public static void main(String[] arguments) throws IOException {
        System.out.println("the stand-in coordinator starts");
        Path data = Path.of(System.getenv("WINNOW_DATA_DIR"));
        if (Files.exists(data.resolveSibling("break"))) {
            System.out.println("the disk is on fire");
            System.exit(1);
        }
        Files.writeString(
                data.resolve("amqp.json"),
                "{\"host\":\"127.0.0.1\",\"port\":5999,\"username\":\"winnow\",\"password\":\"p/w\",\"virtual_host\":\"/\"}");
        HttpServer server = HttpServer.create(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("WINNOW_HTTP_PORT"))),
                10);
        answer(server, "/q/health/ready", "{\"status\":\"UP\"}");
        answer(server, "/api/v1/models", "{\"models\":[{\"name\":\"small\",\"context_tokens\":8192,\"live\":true}]}");
        answer(server, "/api/v1/status", "{\"ready\":true,\"jobs\":{\"done\":2}}");
        server.start();
    }

    static void answer(HttpServer server, String path, String body) {
        answer(server, path, () -> body);
    }

    static void answer(HttpServer server, String path, Supplier<String> body) {
        server.createContext(path, exchange -> {
            byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
