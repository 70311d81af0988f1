package dev.winnow.benchmarks.peers.setup;

import dev.winnow.benchmarks.cluster.LogTail;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;

/** Programs of others, run to their end, with all that they say in a log. */
final class Program {
    private Program() {}

    /** Runs one. */
    static void run(Path log, List<String> command) throws IOException, InterruptedException {
        run(log, command, line -> {});
    }

    /**
     * Runs one.
     *
     * @param said gets each line as it comes
     * @throws IOException if it fails; the message has its last lines
     */
    static void run(Path log, List<String> command, Consumer<String> said) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                PrintWriter written = new PrintWriter(
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                written.println(line);
                written.flush();
                said.accept(line);
            }
            if (process.waitFor() != 0) {
                throw new IOException("%s failed with status %d. %s"
                        .formatted(String.join(" ", command), process.exitValue(), LogTail.of(log)));
            }
        } finally {
            process.destroy();
        }
    }
}
