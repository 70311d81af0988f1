package dev.winnow.cli.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** What the service has of a job by now, in the order of the items. Thread-safe. */
public final class JobResults {
    private static final int PIECE = 1 << 14;

    private final ServiceClient client;
    private final String path;

    /** Of that job. */
    public JobResults(ServiceClient client, String job) {
        this.client = client;
        this.path = ServiceClient.path("/api/v1/extractions", job, "results");
    }

    /**
     * Hands them over, a line of NDJSON each.
     *
     * @throws AwayException if the connection breaks; some lines may have been handed over
     */
    public void lines(Consumer<String> line) {
        try (BufferedReader lines = new BufferedReader(text(path))) {
            for (String next = lines.readLine(); next != null; next = lines.readLine()) {
                line.accept(next);
            }
        } catch (IOException e) {
            throw client.away(e);
        }
    }

    /**
     * Writes them as CSV.
     *
     * @throws AwayException if the connection breaks; some of it may have been written
     * @throws UncheckedIOException if it cannot be written
     */
    public void table(Writer writer) {
        try (Reader text = text(path + "?format=csv")) {
            char[] piece = new char[PIECE];
            for (int length = text.read(piece); length >= 0; length = text.read(piece)) {
                write(writer, piece, length);
            }
        } catch (IOException e) {
            throw client.away(e);
        }
    }

    private Reader text(String path) {
        return new InputStreamReader(client.download(path), StandardCharsets.UTF_8);
    }

    private static void write(Writer writer, char[] piece, int length) {
        try {
            writer.write(piece, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
