package dev.winnow.coordinator.outgoing;

import dev.winnow.coordinator.outgoing.Answer.Answered;
import dev.winnow.coordinator.outgoing.Answer.Unanswered;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Posts to the address that was judged, and to no other: names are not looked up again, redirects are not followed. TLS
 * verifies the URL's host. Thread-safe.
 */
public final class OutgoingHttp implements AutoCloseable {
    private static final int DEEPEST = 20;

    private final Vertx vertx;
    private final HttpClient client;
    private final CallLimits limits;

    /**
     * Calls within these limits.
     *
     * @param trusted a PEM file with the authorities to trust instead of Java's own
     */
    public OutgoingHttp(Vertx vertx, CallLimits limits, Optional<Path> trusted) {
        this.vertx = vertx;
        this.limits = limits;
        HttpClientOptions options = new HttpClientOptions()
                // The next call may go to another address: a connection is worth nothing afterwards.
                .setKeepAlive(false)
                .setConnectTimeout((int) limits.connect().toMillis())
                .setSslHandshakeTimeout(limits.connect().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setVerifyHost(true)
                .setMaxPoolSize(limits.atOnce());
        trusted.ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        this.client = vertx.createHttpClient(options);
    }

    /** Posts, and waits for the answer until its time is over. */
    public Answer post(Destination destination, Map<String, String> headers, byte[] body) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(
                        new InetSocketAddress(destination.address(), destination.port())))
                .setHost(destination.url().getHost())
                .setPort(destination.port())
                .setSsl(destination.isTls())
                .setURI(destination.path())
                .setFollowRedirects(false);
        headers.forEach(options::putHeader);
        Call call = new Call();
        long timer = vertx.setTimer(limits.total().toMillis(), id -> call.outOfTime());
        try {
            client.request(options).onFailure(call::broken).onSuccess(request -> call.send(request, body));
            return call.answer.join();
        } finally {
            vertx.cancelTimer(timer);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** One call under way. Once the head of the answer is there the outcome is known, whatever becomes of the rest. */
    private final class Call {
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private volatile Optional<HttpClientRequest> sent = Optional.empty();
        private volatile Optional<Answered> head = Optional.empty();
        private long received;

        void send(HttpClientRequest request, byte[] body) {
            sent = Optional.of(request);
            if (answer.isDone()) {
                request.reset(); // its time was over before there was a connection
                return;
            }
            request.send(Buffer.buffer(body)).onFailure(this::broken).onSuccess(this::read);
        }

        private void read(HttpClientResponse response) {
            head = Optional.of(new Answered(response.statusCode(), response.getHeader(HttpHeaders.RETRY_AFTER)));
            response.exceptionHandler(this::broken);
            response.endHandler(end -> finish("the answer has no head"));
            // Nobody needs the body. It is taken in, so that the other side is not cut off while it writes.
            response.handler(part -> {
                received += part.length();
                if (received > limits.answerBytes()) {
                    cut("the answer is too long");
                }
            });
        }

        void broken(Throwable e) {
            // TLS says why only at the bottom.
            Throwable root = rootOf(e);
            finish(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
        }

        private static Throwable rootOf(Throwable e) {
            Throwable root = e;
            for (int depth = 0; root.getCause() != null && depth < DEEPEST; depth++) {
                root = root.getCause();
            }
            return root;
        }

        void outOfTime() {
            cut("no answer within %d ms".formatted(limits.total().toMillis()));
        }

        private void cut(String reason) {
            finish(reason);
            sent.ifPresent(HttpClientRequest::reset);
        }

        private void finish(String reason) {
            answer.complete(head.isPresent() ? head.get() : new Unanswered(reason));
        }
    }
}
