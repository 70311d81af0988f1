package dev.winnow.coordinator.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import dev.winnow.coordinator.outgoing.Answer.Answered;
import dev.winnow.coordinator.outgoing.Answer.Unanswered;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutgoingHttpTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final CallLimits LIMITS = new CallLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), 65_536, 4);

    @TempDir
    static Path folder;

    private static Vertx vertx;
    private static Path certificate;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void make_a_certificate() throws Exception {
        vertx = Vertx.vertx();
        keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-ext", "SAN=dns:hooks.example");
        certificate = folder.resolve("certificate.pem");
        keytool("-exportcert", "-rfc", "-file", certificate.toString());
    }

    private static void keytool(String command, String... rest) throws Exception {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), command));
        line.addAll(List.of(rest));
        line.addAll(List.of("-alias", "hooks", "-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        line.addAll(List.of("-keystore", folder.resolve("keys.p12").toString()));
        Process process =
                new ProcessBuilder(line).redirectErrorStream(true).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    @AfterAll
    static void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void tls_is_verified_for_the_host_of_the_url_at_the_address_that_was_judged() throws Exception {
        int port = tls();
        Answer answer = call(trusting(), "https://hooks.example:" + port + "/in?a=b", LIMITS);

        assertThat(answer).isEqualTo(new Answered(204, "7"));
        assertThat(heard).containsExactly("POST /in?a=b hooks.example:" + port + " hooks.example 1 body");
    }

    @Test
    void a_certificate_of_another_host_is_refused_and_nothing_is_sent() throws Exception {
        Answer answer = call(trusting(), "https://other.example:" + tls() + "/in", LIMITS);

        assertThat(answer).isInstanceOf(Unanswered.class);
        assertThat(((Unanswered) answer).reason()).contains("other.example");
        assertThat(heard).isEmpty();
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused() throws Exception {
        Answer answer = call(Optional.empty(), "https://hooks.example:" + tls() + "/in", LIMITS);

        assertThat(answer).isInstanceOf(Unanswered.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void a_name_that_resolves_to_another_address_later_changes_nothing() throws Exception {
        int port = plain(exchange -> answer(exchange, 204));
        Deque<InetAddress> answers = new ArrayDeque<>(List.of(LOOPBACK, InetAddress.getByName("169.254.169.254")));
        OutgoingGuard guard = new OutgoingGuard(List.of(Network.of("127.0.0.0/8")), true, host -> {
            return List.of(answers.pop());
        });
        Destination destination = guard.judge("http://rebinding.example:" + port + "/", 0);

        try (OutgoingHttp http = new OutgoingHttp(vertx, LIMITS, Optional.empty())) {
            assertThat(http.post(destination, Map.of(), new byte[0])).isEqualTo(new Answered(204, "7"));
        }
        assertThat(answers).as("it was looked up once").hasSize(1);
    }

    @Test
    void redirects_are_not_followed() throws Exception {
        int port = plain(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            answer(exchange, 307);
        });

        assertThat(call(Optional.empty(), "http://hooks.example:" + port + "/in", LIMITS))
                .isEqualTo(new Answered(307, "7"));
        assertThat(heard).hasSize(1);
    }

    @Test
    void no_answer_in_time_is_none() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        open.add(never::countDown);
        int port = plain(exchange -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });

        CallLimits brief = new CallLimits(Duration.ofMillis(300), Duration.ofMillis(300), 1, 1);
        assertThat(call(Optional.empty(), "http://hooks.example:" + port + "/in", brief))
                .isEqualTo(new Unanswered("no answer within 300 ms"));
    }

    @Test
    void an_answer_that_never_ends_counts_by_its_status_and_is_cut_off() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        int port = plain(exchange -> {
            try {
                exchange.sendResponseHeaders(200, 0);
                while (true) {
                    exchange.getResponseBody().write(new byte[1024]);
                }
            } catch (IOException e) {
                cut.countDown();
            }
        });

        Answer answer = call(Optional.empty(), "http://hooks.example:" + port + "/in", LIMITS);

        assertThat(answer).isEqualTo(new Answered(200, null));
        cut.await();
    }

    @Test
    void where_nobody_listens_there_is_no_answer() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            port = socket.getLocalPort();
        }

        assertThat(call(Optional.empty(), "http://hooks.example:" + port + "/in", LIMITS))
                .isInstanceOf(Unanswered.class);
    }

    private static Optional<Path> trusting() {
        return Optional.of(certificate);
    }

    private static Answer call(Optional<Path> trusted, String url, CallLimits limits) throws Exception {
        OutgoingGuard guard = new OutgoingGuard(List.of(Network.of("127.0.0.0/8")), true, host -> List.of(LOOPBACK));
        try (OutgoingHttp http = new OutgoingHttp(vertx, limits, trusted)) {
            return http.post(guard.judge(url, 0), Map.of("x-test", "1"), "body".getBytes(StandardCharsets.UTF_8));
        }
    }

    private int tls() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("keys.p12"))) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 10);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return serve(server, exchange -> answer(exchange, 204));
    }

    private int plain(Receiver receiver) throws IOException {
        return serve(HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 10), receiver);
    }

    private int serve(HttpServer server, Receiver receiver) {
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            hear(exchange);
            receiver.receive(exchange);
        });
        server.start();
        open.add(() -> {
            server.stop(0);
            threads.shutdownNow();
        });
        return server.getAddress().getPort();
    }

    private void hear(HttpExchange exchange) throws IOException {
        String name = "-";
        if (exchange instanceof HttpsExchange tls && tls.getSSLSession() instanceof ExtendedSSLSession session) {
            name = new String(session.getRequestedServerNames().get(0).getEncoded(), StandardCharsets.US_ASCII);
        }
        heard.add(String.join(
                " ",
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders().getFirst("Host"),
                name,
                exchange.getRequestHeaders().getFirst("x-test"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", "7");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    @FunctionalInterface
    private interface Receiver {
        void receive(HttpExchange exchange) throws IOException;
    }
}
