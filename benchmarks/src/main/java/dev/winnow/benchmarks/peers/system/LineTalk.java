package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.LogTail;
import dev.winnow.benchmarks.cluster.ResourceUse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A process that takes a line of JSON and answers with one. To the first line, which says how to start, it answers
 * {@code {"ready":true}} or {@code {"refused":"why"}}; to every other, a task, with what it came to: an {@link Answer}
 * where the task is a {@link Task}.
 */
public final class LineTalk implements RunningSystem {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long END_SECONDS = 20;

    private final Process process;
    private final Path log;
    private final Writer out;
    private final BufferedReader in;

    private LineTalk(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.out = process.outputWriter(StandardCharsets.UTF_8);
        this.in = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a process and waits until it is ready.
     *
     * @param environment in addition to this process's own
     * @param log gets what it says beside its answers
     * @param how the first line
     */
    public static LineTalk start(List<String> command, Map<String, String> environment, Path log, Object how)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        LineTalk talk = new LineTalk(builder.start(), log);
        try {
            JsonNode answer = talk.ask(how);
            if (answer.hasNonNull("refused")) {
                throw new SystemRefusedException(answer.path("refused").asText());
            }
            return talk;
        } catch (IOException e) {
            talk.close();
            throw e;
        }
    }

    @Override
    public Answer run(Task task) throws IOException {
        return MAPPER.treeToValue(ask(TaskLine.of(task)), Answer.class);
    }

    /**
     * Says a line and waits for the answer.
     *
     * @param line becomes JSON
     * @throws IOException if the process has ended; the message has its last words
     */
    public JsonNode ask(Object line) throws IOException {
        @Nullable String answer;
        try {
            out.write(MAPPER.writeValueAsString(line));
            out.write('\n');
            out.flush();
            answer = in.readLine();
        } catch (IOException e) {
            throw new IOException("The process ended. " + LogTail.of(log), e);
        }
        if (answer == null) {
            throw new IOException("The process ended. " + LogTail.of(log));
        }
        return MAPPER.readTree(answer);
    }

    @Override
    public long peakMebibytes() throws IOException {
        return ResourceUse.peakMebibytes(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
