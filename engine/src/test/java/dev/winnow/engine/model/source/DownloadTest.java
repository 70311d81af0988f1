package dev.winnow.engine.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
    private static final byte[] CONTENT = new byte[3_000_000];
    private static final Patience ONE_TRY = patience(1, Duration.ofSeconds(20));
    private static final Patience SOME_TRIES = patience(3, Duration.ofSeconds(20));

    static {
        new Random(1).nextBytes(CONTENT);
    }

    @TempDir
    Path folder;

    private LocalServer server;
    private Path target;
    private Path part;

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer();
        target = folder.resolve("model.gguf");
        part = folder.resolve("model.gguf.part");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whole_file_takes_its_name_and_its_progress_is_told() throws IOException {
        server.file("/f", CONTENT);
        List<Long> told = new ArrayList<>();

        fetch(SOME_TRIES, file(CONTENT), (name, done, total) -> {
            assertThat(name).isEqualTo("model.gguf");
            assertThat(total).isEqualTo(CONTENT.length);
            told.add(done);
        });

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(part).doesNotExist();
        assertThat(told).isSorted().endsWith((long) CONTENT.length);
    }

    @Test
    void download_cut_half_way_goes_on_where_it_was() throws IOException {
        CountDownLatch someArrived = new CountDownLatch(1);
        server.on("/f", exchange -> {
            if (server.asked().size() == 1) {
                half(exchange, someArrived);
            } else {
                LocalServer.ranged(exchange, CONTENT);
            }
        });

        fetch(SOME_TRIES, file(CONTENT), (name, done, total) -> someArrived.countDown());

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(server.asked()).hasSize(2);
        assertThat(server.asked().get(1).range())
                .hasValueSatisfying(range -> assertThat(startOf(range)).isBetween(1, CONTENT.length / 2));
    }

    @Test
    void download_that_failed_says_how_to_go_on_and_the_next_run_does() throws IOException {
        CountDownLatch someArrived = new CountDownLatch(1);
        server.on("/f", exchange -> half(exchange, someArrived));

        assertThatThrownBy(() -> fetch(ONE_TRY, file(CONTENT), (name, done, total) -> someArrived.countDown()))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageContaining("run again: it resumes at")
                .hasMessageEndingWith("of 3 MB");
        assertThat(target).doesNotExist();
        long kept = Files.size(part);
        assertThat(kept).isPositive();

        server.file("/f", CONTENT);
        fetch(ONE_TRY, file(CONTENT), ProgressListener.SILENT);
        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(server.asked().get(1).range()).contains("bytes=%d-".formatted(kept));
    }

    @Test
    void server_without_ranges_sends_all_again() throws IOException {
        Files.write(part, new byte[] {1, 2, 3});
        server.on("/f", exchange -> LocalServer.whole(exchange, CONTENT));

        fetch(ONE_TRY, file(CONTENT), ProgressListener.SILENT);

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void server_that_sends_another_range_is_asked_for_all() throws IOException {
        Files.write(part, new byte[] {1, 2, 3});
        server.on("/f", exchange -> {
            if (server.asked().size() == 1) {
                exchange.getResponseHeaders().add("Content-Range", "bytes 1-2/3000000");
                exchange.sendResponseHeaders(206, 2);
                exchange.getResponseBody().write(new byte[2]);
                exchange.close();
            } else {
                LocalServer.ranged(exchange, CONTENT);
            }
        });

        fetch(SOME_TRIES, file(CONTENT), ProgressListener.SILENT);

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(server.asked().get(1).range()).isEmpty();
    }

    @Test
    void range_that_the_server_refuses_is_not_asked_again() throws IOException {
        Files.write(part, new byte[] {1, 2, 3});
        server.on("/f", exchange -> {
            if (exchange.getRequestHeaders().containsKey("Range")) {
                LocalServer.status(exchange, 416);
            } else {
                LocalServer.whole(exchange, CONTENT);
            }
        });

        fetch(SOME_TRIES, file(CONTENT), ProgressListener.SILENT);

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void part_that_is_whole_already_is_only_checked() throws IOException {
        Files.write(part, CONTENT);

        fetch(ONE_TRY, file(CONTENT), ProgressListener.SILENT);

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void file_with_a_wrong_checksum_is_deleted() {
        server.file("/f", CONTENT);

        assertThatThrownBy(() -> fetch(SOME_TRIES, file(new byte[CONTENT.length]), ProgressListener.SILENT))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageContaining("does not match its checksum")
                .hasMessageContaining("run again");
        assertThat(target).doesNotExist();
        assertThat(part).doesNotExist();
    }

    @Test
    void file_longer_than_announced_is_stopped_and_deleted() {
        server.file("/f", CONTENT);
        RemoteFile small = new RemoteFile(
                "model.gguf", server.address("/f"), 1000, Optional.of(sha256(CONTENT)), Optional.empty());

        assertThatThrownBy(() -> fetch(SOME_TRIES, small, ProgressListener.SILENT))
                .hasMessageContaining("longer than the 1000 bytes");
        assertThat(part).doesNotExist();
    }

    @Test
    void file_without_checksum_is_never_resumed() throws IOException {
        Files.write(part, new byte[] {1, 2, 3});
        server.file("/f", CONTENT);
        RemoteFile unchecked =
                new RemoteFile("model.gguf", server.address("/f"), -1, Optional.empty(), Optional.empty());

        fetch(ONE_TRY, unchecked, ProgressListener.SILENT);

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(server.asked().get(0).range()).isEmpty();
    }

    @Test
    void busy_server_is_asked_again_until_patience_ends() throws IOException {
        AtomicInteger busy = new AtomicInteger(2);
        server.on("/f", exchange -> {
            if (busy.getAndDecrement() > 0) {
                LocalServer.status(exchange, 503);
            } else {
                LocalServer.whole(exchange, CONTENT);
            }
        });
        fetch(SOME_TRIES, file(CONTENT), ProgressListener.SILENT);
        assertThat(target).hasBinaryContent(CONTENT);

        busy.set(3);
        assertThatThrownBy(() -> fetch(SOME_TRIES, file(CONTENT), ProgressListener.SILENT))
                .hasMessageContaining("status 503")
                .hasMessageContaining("run again");
    }

    @Test
    void refusals_are_final_and_say_what_to_do() {
        for (Map.Entry<Integer, String> refusal : Map.of(
                        401, "HF_TOKEN", 403, "PIP_INDEX_URL", 404, "check name, version and revision")
                .entrySet()) {
            server.on("/f", exchange -> LocalServer.status(exchange, refusal.getKey()));
            assertThatThrownBy(() -> fetch(SOME_TRIES, file(CONTENT), ProgressListener.SILENT))
                    .hasMessageContaining("status " + refusal.getKey())
                    .hasMessageContaining(refusal.getValue());
        }
        assertThat(server.asked()).hasSize(3);
    }

    @Test
    void server_that_falls_silent_is_left() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        server.on("/f", exchange -> {
            if (server.asked().size() == 1) {
                half(exchange, done);
            } else {
                LocalServer.ranged(exchange, CONTENT);
            }
        });

        fetch(patience(3, Duration.ofMillis(300)), file(CONTENT), ProgressListener.SILENT);
        done.countDown();

        assertThat(target).hasBinaryContent(CONTENT);
    }

    private void fetch(Patience patience, RemoteFile file, ProgressListener listener) throws IOException {
        Environment none = new Environment(Map.of(), folder, folder);
        new Download(new HttpAccess(none, patience), patience).fetch(file, target, listener);
    }

    private RemoteFile file(byte[] content) {
        return new RemoteFile(
                "model.gguf", server.address("/f"), content.length, Optional.of(sha256(content)), Optional.empty());
    }

    /** Sends the first half, waits, and breaks the connection. */
    private static void half(HttpExchange exchange, CountDownLatch before) throws IOException {
        exchange.sendResponseHeaders(200, CONTENT.length);
        exchange.getResponseBody().write(CONTENT, 0, CONTENT.length / 2);
        exchange.getResponseBody().flush();
        try {
            assertThat(before.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static int startOf(String range) {
        return Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    }

    static Checksum sha256(byte[] content) {
        try {
            return new Checksum.Sha256(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Patience patience(int attempts, Duration stall) {
        return new Patience(attempts, Duration.ZERO, Duration.ofSeconds(20), stall);
    }
}
