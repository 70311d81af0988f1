package dev.winnow.worker.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.control.ModelText;
import dev.winnow.common.work.Pool;
import dev.winnow.engine.model.source.ProgressListener;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.worker.control.Backoff;
import dev.winnow.worker.extraction.Extractor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A server in the engine's place.
 *
 * @param pool what the worker serves with it
 * @param text what the coordinator counts tokens with
 * @param contextTokens the most tokens, as that text counts them, that a prompt and its output may have together
 * @param slots how many items are sent at once
 * @param extractor works with it, and stops when it is closed
 */
public record ServerBackend(Pool pool, ModelText text, int contextTokens, int slots, Extractor extractor) {
    private static final Logger LOG = Logger.getLogger(ServerBackend.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    // Where bytes are counted. Of English some four make a token; what is too long for the server it refuses itself.
    private static final int BYTES_A_TOKEN = 16;
    private static final int MOST_TRIES = 10;

    /**
     * Asks the server what it serves; blocks until it is there.
     *
     * @param slots the most items that it is sent at once; fewer if the server says that it does fewer
     * @param cache where fetched tokenizers are kept
     * @param waiting told why it is waited for
     * @throws IOException if the server is not what the settings say, or they lack something; the message says what
     * @throws IllegalArgumentException if the settings are wrong
     */
    public static ServerBackend connect(
            ServerConfig config,
            int slots,
            Path cache,
            ProgressListener progress,
            Consumer<String> waiting,
            Clock clock)
            throws IOException, InterruptedException {
        ServerAddress address = new ServerAddress(
                config.url().orElseThrow(() -> new IllegalArgumentException("WINNOW_SERVER_URL is not set")));
        if (config.tries() < 1 || config.tries() > MOST_TRIES) {
            throw new IllegalArgumentException(
                    "WINNOW_SERVER_TRIES must be 1 to %d, was %d".formatted(MOST_TRIES, config.tries()));
        }
        if (config.timeout().isNegative() || config.timeout().isZero()) {
            throw new IllegalArgumentException("WINNOW_SERVER_TIMEOUT must be positive, was " + config.timeout());
        }
        AdapterNames adapters = AdapterNames.of(config.adapters().orElse(List.of()));
        ChatRequests requests = new ChatRequests(adapters, options(config), config.logprobs());
        ServerCalls calls = new ServerCalls(address, key(config), config.timeout());
        ServerFacts facts = await(new ServerProbe(calls, config.model()), address, waiting);
        ServedModel model = facts.model();
        JsonNode props = model.kind() == ServerKind.LLAMA_CPP ? props(calls) : Json.MAPPER.createObjectNode();
        int places = Math.min(slots, Math.max(1, props.path("total_slots").asInt(slots)));
        ServerText text = ServerText.find(
                config, model, address.isHere() ? place(props, model) : Optional.empty(), cache, progress);
        Pool pool = new Pool(text.name(), model.kind().quantization());
        ServerExtractor extractor = new ServerExtractor(
                calls,
                new ServerProbe(calls, Optional.of(model.id())),
                facts,
                requests,
                new OutputJudge(pool, prompts(text.text())),
                new Gate(config.patience(), clock, new Random()),
                places,
                config.tries(),
                clock);
        LOG.infof(
                "the server at %s has %s, as %s, and is sent %d items at once",
                address, model.id(), pool.quantization(), places);
        int context = context(config, model, text.exact());
        return new ServerBackend(pool, text.text(), context, places, new TickedExtractor(extractor));
    }

    // HTTP's own complaint would show the key, and end in the log.
    private static String key(ServerConfig config) {
        String key = config.apiKey().orElse("").strip();
        if (!key.chars().allMatch(character -> character > ' ' && character < 127)) {
            throw new IllegalArgumentException(
                    "WINNOW_SERVER_API_KEY has white space or a character that is not ASCII within");
        }
        return key;
    }

    private static ObjectNode options(ServerConfig config) {
        String text = config.options().orElse("{}");
        try {
            if (Json.MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("WINNOW_SERVER_OPTIONS is no JSON: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("WINNOW_SERVER_OPTIONS must be a JSON object, such as"
                + " {\"chat_template_kwargs\": {\"enable_thinking\": false}}");
    }

    private static ServerFacts await(ServerProbe probe, ServerAddress address, Consumer<String> waiting)
            throws IOException, InterruptedException {
        Random chance = new Random();
        for (int failures = 1; ; failures++) {
            try {
                return probe.look().join();
            } catch (CompletionException e) {
                if (Failures.cause(e) instanceof ServerUnusableException unusable) {
                    throw unusable;
                }
                String why = "waiting for the server at %s: %s".formatted(address, Failures.reason(e));
                LOG.logf(failures == 1 ? Logger.Level.WARN : Logger.Level.DEBUG, why);
                waiting.accept(why);
                LockSupport.parkNanos(PAUSES.after(failures, chance).toNanos());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /** What llama.cpp says of itself. */
    private static JsonNode props(ServerCalls calls) {
        try {
            return Json.object(calls.get("/props").join().body());
        } catch (CompletionException | IOException e) {
            LOG.warnf("llama.cpp does not say what it does at once and where its model is: %s", Failures.reason(e));
            return Json.MAPPER.createObjectNode();
        }
    }

    /** Where the model comes from, as the server itself has it: llama.cpp's file, vLLM's or SGLang's folder. */
    private static Optional<String> place(JsonNode props, ServedModel model) {
        Optional<String> file = Optional.ofNullable(props.path("model_path").textValue());
        return file.isPresent() ? file : model.root();
    }

    private static int context(ServerConfig config, ServedModel model, boolean exact) throws IOException {
        OptionalInt tokens = config.contextTokens().isPresent() ? config.contextTokens() : model.contextTokens();
        if (tokens.isEmpty()) {
            throw new IOException("the server does not say how many tokens a prompt and its output may have together:"
                    + " set WINNOW_SERVER_CONTEXT_TOKENS");
        }
        return exact ? tokens.getAsInt() : Math.multiplyExact(tokens.getAsInt(), BYTES_A_TOKEN);
    }

    private static PromptHash prompts(ModelText text) {
        try (Tokenizer tokenizer = Tokenizer.fromJson(text.tokenizerJson())) {
            ChatTemplate template = new ChatTemplate(text.chatTemplate(), text.bosToken(), text.eosToken());
            return new PromptFormat(template, tokenizer)::promptHash;
        }
    }
}
