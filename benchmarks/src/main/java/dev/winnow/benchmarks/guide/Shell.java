package dev.winnow.benchmarks.guide;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A shell in which one command runs after the other, so that variables stay. Not thread-safe. */
final class Shell implements AutoCloseable {
    private static final ScheduledExecutorService ALARMS = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "command limit");
        thread.setDaemon(true);
        return thread;
    });

    private final String mark = "end-of-command-" + UUID.randomUUID();
    private final Process process;
    private final Writer in;
    private final BufferedReader out;
    private final Duration limit;

    /**
     * Starts it.
     *
     * @param without variables that it is not to have
     * @param with variables that it has besides this process's own
     * @param limit how long a command may take
     */
    Shell(Path folder, Set<String> without, Map<String, String> with, Duration limit) throws IOException {
        this.limit = limit;
        ProcessBuilder builder =
                new ProcessBuilder("sh").directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeAll(without);
        builder.environment().putAll(with);
        process = builder.start();
        in = process.outputWriter(UTF_8);
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /**
     * Runs a command to its end. It has nothing to read.
     *
     * @throws IOException if it is no whole command, or takes longer than the limit: then it is ended, and the shell
     *     with it
     */
    Said run(String command) throws IOException {
        Future<?> alarm = ALARMS.schedule(this::end, limit.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return said(command, alarm);
        } finally {
            alarm.cancel(false);
        }
    }

    private void end() {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private Said said(String command, Future<?> alarm) throws IOException {
        // By eval, so that what is no whole command ends the shell instead of taking the next one for its rest.
        in.write("eval '%s' </dev/null\nprintf '\\n%s %%s\\n' $?\n".formatted(command.replace("'", "'\\''"), mark));
        in.flush();
        List<String> lines = new ArrayList<>();
        String line = out.readLine();
        while (line != null && !line.startsWith(mark)) {
            lines.add(line);
            line = out.readLine();
        }
        if (line == null) {
            String why = alarm.isDone() ? "not done within %s".formatted(limit) : "the shell has ended";
            throw new IOException("%s at `%s`: %s".formatted(why, command, String.join("\n", lines)));
        }
        // The mark begins a line of its own: what was empty before it is not the command's.
        if (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return new Said(Integer.parseInt(line.substring(mark.length() + 1)), lines);
    }

    @Override
    public void close() throws IOException {
        in.close(); // which ends it: what it has started in the background goes on
    }

    /**
     * What came of a command.
     *
     * @param status 0 where all went well
     * @param lines what it wrote, errors among them
     */
    record Said(int status, List<String> lines) {
        Said {
            lines = List.copyOf(lines);
        }
    }
}
