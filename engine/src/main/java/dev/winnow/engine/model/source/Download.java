package dev.winnow.engine.model.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a file whole or not at all: it grows beside its place as {@code *.part}, survives a broken run there, is
 * checked, and only then takes its name. Thread-safe, but not for the same file twice at once.
 */
final class Download {
    private static final Logger log = LoggerFactory.getLogger(Download.class);
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");
    private static final int REPORT_EVERY = 1 << 20;

    private final HttpAccess http;
    private final Patience patience;

    Download(HttpAccess http, Patience patience) {
        this.http = http;
        this.patience = patience;
    }

    /** Fetches a file to its place; what an earlier run left is gone on with, if there is a checksum to trust it by. */
    void fetch(RemoteFile file, Path target, ProgressListener listener) throws IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        int failures = 0;
        while (true) {
            long before = sizeOf(part);
            try {
                transfer(file, part, listener);
                break;
            } catch (DownloadFailedException | InterruptedIOException e) {
                if (e instanceof InterruptedIOException
                        && !Thread.currentThread().isInterrupted()) {
                    failures = failed(file, part, before, failures, e); // java.net's time-outs are of this type too
                } else {
                    throw e;
                }
            } catch (IOException e) {
                failures = failed(file, part, before, failures, e);
            }
        }
        requireIntact(file, part);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private int failed(RemoteFile file, Path part, long before, int failures, IOException why) throws IOException {
        int now = sizeOf(part) > before ? 1 : failures + 1;
        if (now >= patience.attempts()) {
            throw new DownloadFailedException(
                    "downloading %s from %s failed: %s; %s"
                            .formatted(
                                    file.name(), HttpAccess.shown(file.address()), reason(why), howToGoOn(file, part)),
                    why);
        }
        log.info("Downloading {} was interrupted ({}), trying again", file.name(), reason(why));
        patience.pause(now);
        return now;
    }

    private void transfer(RemoteFile file, Path part, ProgressListener listener) throws IOException {
        long have = file.checksum().isPresent() ? sizeOf(part) : 0;
        if (have > 0 && have == file.size()) {
            return;
        }
        Map<String, String> headers = have > 0 ? Map.of("Range", "bytes=" + have + "-") : Map.of();
        HttpResponse<InputStream> response = http.get(file.address(), headers, file.credential());
        try (InputStream body = new StallGuard(response.body(), patience.stall())) {
            switch (response.statusCode()) {
                case 200 -> write(file, body, part, 0, contentLength(response), listener);
                case 206 ->
                    write(file, body, part, requireContinues(response, part, have), totalOf(response), listener);
                case 416 -> restart(part);
                default -> refuse(file, response.statusCode());
            }
        }
    }

    private static void write(
            RemoteFile file, InputStream body, Path part, long from, long announced, ProgressListener listener)
            throws IOException {
        long total = file.size() >= 0 ? file.size() : announced;
        long done = from;
        try (OutputStream out =
                from == 0 ? Files.newOutputStream(part) : Files.newOutputStream(part, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[1 << 16];
            long reported = -REPORT_EVERY;
            for (int read = body.read(buffer, 0, buffer.length);
                    read >= 0;
                    read = body.read(buffer, 0, buffer.length)) {
                done += read;
                if (total >= 0 && done > total) {
                    throw tooLong(file, part, total);
                }
                out.write(buffer, 0, read);
                if (done - reported >= REPORT_EVERY) {
                    reported = done;
                    listener.progressed(file.name(), done, total);
                }
            }
        }
        if (total >= 0 && done < total) {
            throw new EOFException("the connection ended after %d of %d bytes".formatted(done, total));
        }
        listener.progressed(file.name(), done, done);
    }

    private static DownloadFailedException tooLong(RemoteFile file, Path part, long total) throws IOException {
        Files.deleteIfExists(part);
        return new DownloadFailedException(
                "%s is longer than the %d bytes that its source announces; it was deleted: run again, or choose another source"
                        .formatted(file.name(), total));
    }

    private static long requireContinues(HttpResponse<InputStream> response, Path part, long have) throws IOException {
        Matcher range = contentRange(response);
        if (!range.matches() || Long.parseLong(range.group(1)) != have) {
            restart(part);
        }
        return have;
    }

    /** The server cannot go on where this part ends, so the next try starts anew. */
    private static void restart(Path part) throws IOException {
        Files.deleteIfExists(part);
        throw new IOException("the server cannot resume this file");
    }

    private static void refuse(RemoteFile file, int status) throws IOException {
        String answer =
                "%s answered with status %d for %s".formatted(HttpAccess.shown(file.address()), status, file.name());
        if (status == 408 || status == 429 || status >= 500) {
            throw new IOException("the server answered with status " + status);
        }
        throw new DownloadFailedException(answer + HttpProblem.remedy(status));
    }

    private static void requireIntact(RemoteFile file, Path part) throws IOException {
        if (file.checksum().isEmpty()) {
            log.warn("The source names no checksum for {}; it was taken unchecked", file.name());
            return;
        }
        Checksum expected = file.checksum().get();
        String found = expected.of(part);
        if (!found.equals(expected.hex())) {
            Files.deleteIfExists(part);
            throw new DownloadFailedException(
                    "%s does not match its checksum (expected %s, was %s); it was deleted: run again to fetch it anew"
                            .formatted(file.name(), expected.hex(), found));
        }
    }

    private static String howToGoOn(RemoteFile file, Path part) throws IOException {
        long have = file.checksum().isPresent() ? sizeOf(part) : 0;
        if (have == 0) {
            return "run again when the network is back";
        }
        return file.size() < 0
                ? "run again: it resumes at %s".formatted(megabytes(have))
                : "run again: it resumes at %s of %s".formatted(megabytes(have), megabytes(file.size()));
    }

    private static String megabytes(long bytes) {
        return bytes < 1_000_000 ? bytes + " bytes" : bytes / 1_000_000 + " MB";
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static long contentLength(HttpResponse<InputStream> response) {
        return response.headers().firstValueAsLong("Content-Length").orElse(-1);
    }

    private static long totalOf(HttpResponse<InputStream> response) {
        Matcher range = contentRange(response);
        return range.matches() && !range.group(2).equals("*") ? Long.parseLong(range.group(2)) : -1;
    }

    private static Matcher contentRange(HttpResponse<InputStream> response) {
        return CONTENT_RANGE.matcher(
                response.headers().firstValue("Content-Range").orElse(""));
    }

    private static long sizeOf(Path part) throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }
}
