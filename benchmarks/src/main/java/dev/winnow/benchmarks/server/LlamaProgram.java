package dev.winnow.benchmarks.server;

import dev.winnow.benchmarks.peers.setup.Llama;
import dev.winnow.benchmarks.peers.setup.LlamaWheel;
import dev.winnow.benchmarks.peers.setup.PeerFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Which llama.cpp is the backend. */
enum LlamaProgram {
    /** From the source that llama-cpp-python carries, for this processor. */
    BUILT {
        @Override
        List<String> command(PeerFolder folder, Path model, int port) throws IOException, InterruptedException {
            return List.of(
                    Llama.in(folder).server().toString(),
                    "--model",
                    model.toString(),
                    "--host",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(port),
                    "--parallel",
                    String.valueOf(SLOTS),
                    "--ctx-size",
                    String.valueOf(SLOTS * CONTEXT),
                    "--threads",
                    threads());
        }
    },
    /** As it comes in a wheel. */
    WHEEL {
        @Override
        List<String> command(PeerFolder folder, Path model, int port) throws IOException, InterruptedException {
            LlamaWheel wheel = LlamaWheel.in(folder);
            return List.of(
                    wheel.python().toString(),
                    wheel.script().toString(),
                    model.toString(),
                    String.valueOf(port),
                    String.valueOf(SLOTS),
                    String.valueOf(SLOTS * CONTEXT),
                    threads());
        }
    };

    /** Requests that it computes at once. */
    static final int SLOTS = 4;

    private static final int CONTEXT = 1024;

    /** What starts it; it is set up first if it must be. */
    abstract List<String> command(PeerFolder folder, Path model, int port) throws IOException, InterruptedException;

    private static String threads() {
        return String.valueOf(Runtime.getRuntime().availableProcessors());
    }
}
