package dev.winnow.cli.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    @Test
    void nothing_of_a_client_keeps_the_process_once_they_are_ended() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            HttpClient client = Connections.to(url);
            assertThat(client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(204);
            List<Thread> waiting = selectors();
            assertThat(waiting).isNotEmpty();

            Connections.end();

            for (Thread each : waiting) {
                each.join(30_000);
                assertThat(each.isAlive()).isFalse();
            }
        } finally {
            server.stop(0);
        }
    }

    private static List<Thread> selectors() {
        Thread[] all = new Thread[Thread.activeCount() + 100];
        Thread.enumerate(all);
        return Arrays.stream(all)
                .filter(Objects::nonNull)
                .filter(thread -> thread.getName().contains("Selector"))
                .toList();
    }
}
