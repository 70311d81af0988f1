package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.ManagedProcess;
import dev.winnow.benchmarks.cluster.Ports;
import dev.winnow.benchmarks.cluster.ResourceUse;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A running llama-server: twice as many requests at once as it has slots, so that none waits for work. */
final class LlamaServer implements RunningSystem {
    /** What a slot wants to have beyond prompt and output. */
    static final int SPARE_TOKENS = 16;

    private static final Duration START = Duration.ofMinutes(2);
    private static final double NANOS = 1e9;

    private final ManagedProcess process;
    private final LlamaRequests requests;
    private final ExecutorService clients;

    private LlamaServer(ManagedProcess process, LlamaRequests requests, int slots) {
        this.process = process;
        this.requests = requests;
        this.clients = Executors.newFixedThreadPool(2 * slots);
    }

    static LlamaServer start(List<String> command, int slots, JsonNode schema, Path log)
            throws IOException, InterruptedException {
        int port = Ports.free();
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of("--host", "127.0.0.1", "--port", String.valueOf(port)));
        ManagedProcess process = new ManagedProcess(whole, Map.of(), log);
        process.start();
        LlamaServer server = new LlamaServer(process, new LlamaRequests(port), slots);
        try {
            server.awaitReady();
            server.requests.useSchema(schema);
            return server;
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (!requests.isReady()) {
            if (!process.running() || System.nanoTime() - begun > START.toNanos()) {
                throw new IOException("llama-server does not start. " + process.lastWords());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    @Override
    public Answer run(Task task) throws IOException, InterruptedException {
        List<Callable<Output>> calls = new ArrayList<>();
        for (TokenDocument document : task.documents()) {
            calls.add(() -> requests.complete(task, document));
        }
        long begun = System.nanoTime();
        List<Future<Output>> answers = clients.invokeAll(calls);
        double seconds = (System.nanoTime() - begun) / NANOS;
        List<Output> outputs = new ArrayList<>();
        for (Future<Output> answer : answers) {
            try {
                outputs.add(answer.get());
            } catch (ExecutionException e) {
                throw new IOException("llama-server failed: %s. %s".formatted(e.getCause(), process.lastWords()), e);
            }
        }
        return new Answer(seconds, outputs);
    }

    @Override
    public long peakMebibytes() throws IOException {
        return ResourceUse.peakMebibytes(process.pid());
    }

    @Override
    public void close() {
        clients.shutdownNow();
        process.close();
    }
}
