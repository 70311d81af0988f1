package dev.winnow.worker.life;

import dev.winnow.common.control.ModelText;
import dev.winnow.common.work.Pool;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.MemoryRefusedException;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.worker.WorkerConfig;
import dev.winnow.worker.adapter.AdapterFolder;
import dev.winnow.worker.adapter.AdapterSupply;
import dev.winnow.worker.adapter.FetchedAdapters;
import dev.winnow.worker.extraction.Extractor;
import dev.winnow.worker.extraction.ModelExtractor;
import dev.winnow.worker.extraction.TextSide;
import dev.winnow.worker.health.WorkerStatus;
import dev.winnow.worker.server.ServerBackend;
import dev.winnow.worker.server.ServerConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A model at work.
 *
 * @param pool what it serves
 * @param text what the coordinator needs of it
 * @param contextTokens the most tokens a prompt and its output may have together
 * @param slots how many items it is busy with at once
 * @param budget memory for its tensors; none where a server holds them
 * @param training memory for trainings; none where they are not wanted, or the weights are not here as numbers
 * @param extractor works with it, and closes it
 */
record ModelHost(
        Pool pool,
        ModelText text,
        int contextTokens,
        int slots,
        Optional<MemoryBudget> budget,
        Optional<MemoryBudget> training,
        Extractor extractor) {
    private static final int SERVER_SLOTS = 16;
    private static final int MOST_ONLINE_SLOTS = 64;

    /**
     * Fetches and loads the configured model; blocks for as long as that takes.
     *
     * @param folder where its adapters will be
     * @throws IOException if it cannot be fetched or read; the message says how to go on
     */
    static ModelHost load(WorkerConfig config, WorkerStatus status, AdapterFolder folder, Runnable generatorLost)
            throws IOException {
        NumericMode mode = NumericMode.fromWireName(config.quantization());
        Device device = Device.fromWireName(config.device());
        MemoryBudget budget = budget(config, device);
        Optional<MemoryBudget> training = TrainingBudget.of(config, device);
        ModelFiles files =
                new ModelCache(config.cacheDir()).fetch(ModelSource.parse(config.model()), status::downloading);
        try (LoadableModel model = files.open()) {
            status.loading(model.name());
            Pool pool = new Pool(model.name(), mode.wireName());
            long adapterBytes = config.adapterMebibytes() << 20;
            DecoderSettings settings = new SlotsAndLanes(config.slots(), config.lanes())
                    .settings(device, adapterBytes, model.shape(), mode, budget);
            int urgentRows = urgentRows(config.onlineSlots(), settings.lanes());
            List<Decoder> decoders = decoders(
                    model, mode, budget, settings.withRows(settings.mostRows() + urgentRows * settings.lanes()));
            Decoder decoder = decoders.get(0);
            AdapterSupply adapters = new FetchedAdapters(folder, new AdapterPool(decoder.adapterForm(), adapterBytes));
            int context = Math.toIntExact(decoder.longestRow());
            TextSide text = new TextSide(pool, model.text(), model.endTokens(), context);
            GenerationLoop loop = GenerationLoop.start(decoders, LoopSettings.DEFAULT.keepingForUrgent(urgentRows));
            Extractor extractor = new ModelExtractor(text, loop, adapters, generatorLost);
            return new ModelHost(
                    pool,
                    model.text(),
                    context,
                    settings.mostRows(),
                    Optional.of(budget),
                    training.filter(wanted -> model.packed().isEmpty()),
                    extractor);
        }
    }

    /**
     * Finds the server that the settings name, in the place of a model here; blocks until it is there.
     *
     * @throws IOException if it is not what the settings say; the message says how to go on
     */
    static ModelHost atServer(WorkerConfig config, ServerConfig server, WorkerStatus status, Clock clock)
            throws IOException, InterruptedException {
        ServerBackend backend = ServerBackend.connect(
                server,
                config.slots().orElse(SERVER_SLOTS),
                config.cacheDir(),
                status::downloading,
                status::waiting,
                clock);
        status.serves(backend.pool());
        return new ModelHost(
                backend.pool(),
                backend.text(),
                backend.contextTokens(),
                backend.slots(),
                Optional.empty(),
                Optional.empty(),
                backend.extractor());
    }

    /** What tensors may take, those of a training among them; none where a server holds them. */
    OptionalLong budgetBytes() {
        return budget.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        budget.get().bytes() + training.map(MemoryBudget::bytes).orElse(0L));
    }

    /** Opens the configured model anew, which is on disk by now. */
    static LoadableModel open(WorkerConfig config) throws IOException {
        return new ModelCache(config.cacheDir())
                .fetch(ModelSource.parse(config.model()), (file, done, total) -> {})
                .open();
    }

    /** Places of each lane for what somebody waits for. */
    private static int urgentRows(int slots, int lanes) throws IOException {
        if (slots < 0 || slots > MOST_ONLINE_SLOTS) {
            throw new IOException("WINNOW_ONLINE_SLOTS must be from 0 to %d, was %d: documents that somebody waits for,"
                            .formatted(MOST_ONLINE_SLOTS, slots)
                    + " which others wait for too while they are decoded");
        }
        return (slots + lanes - 1) / lanes;
    }

    private static MemoryBudget budget(WorkerConfig config, Device device) throws IOException {
        if (config.memoryMebibytes().isPresent()) {
            return MemoryBudget.ofMebibytes(config.memoryMebibytes().getAsLong());
        }
        if (device == Device.CUDA) {
            throw new IOException("WINNOW_DEVICE=cuda needs WINNOW_MEMORY_MEBIBYTES: how much of the card's memory the"
                    + " model, its caches and its work may take, such as four fifths of it");
        }
        return MemoryBudget.halfOfMachine();
    }

    private static List<Decoder> decoders(
            LoadableModel model, NumericMode mode, MemoryBudget budget, DecoderSettings settings) throws IOException {
        try {
            return Decoder.loadLanes(model, mode, budget, settings);
        } catch (MemoryRefusedException e) {
            throw new IOException(
                    e.getMessage() + " (WINNOW_MEMORY_MEBIBYTES sets the budget; half of the memory if it is not set)",
                    e);
        }
    }
}
