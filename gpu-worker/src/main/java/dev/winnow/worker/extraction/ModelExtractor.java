package dev.winnow.worker.extraction;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.generation.GenerationListener;
import dev.winnow.engine.generation.GenerationLoad;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationOutcome.GenerationFailed;
import dev.winnow.engine.generation.GenerationOutcome.Reason;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.Submission;
import dev.winnow.engine.generation.Submission.Accepted;
import dev.winnow.engine.generation.Submission.Refusal;
import dev.winnow.engine.generation.Submission.Refused;
import dev.winnow.worker.adapter.AdapterSupply;
import dev.winnow.worker.log.Subject;
import dev.winnow.worker.metrics.WorkerMetrics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The extractor with a model. Prompts are tokenized and schemas compiled on a thread of its own, in the order in which
 * items came, and no further ahead than the generator's waiting line goes; outputs are read there too, so that the
 * generator's thread only generates. Thread-safe.
 */
public final class ModelExtractor implements Extractor {
    private static final Logger LOG = Logger.getLogger(ModelExtractor.class);

    private static final long CLOSE_SECONDS = 10;

    private final TextSide model;
    private final Generator generator;
    private final AdapterSupply adapters;
    private final AdapterLine adapted;
    private final Runnable generatorLost;
    private final ExecutorService reading = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(Subject.none(task), "extraction");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<ItemWork> line = new ArrayDeque<>();
    private final Deque<ItemWork> urgent = new ArrayDeque<>();

    private volatile boolean closing;

    /**
     * Takes a model's text side, and its generator, which it closes.
     *
     * @param generatorLost called when the generator has ended by itself: nothing will be generated any more
     */
    public ModelExtractor(TextSide model, Generator generator, Runnable generatorLost) {
        this(model, generator, AdapterSupply.NONE, generatorLost);
    }

    /**
     * The same with adapters, which it closes too.
     *
     * @param generatorLost called when the generator has ended by itself: nothing will be generated any more
     */
    public ModelExtractor(TextSide model, Generator generator, AdapterSupply adapters, Runnable generatorLost) {
        this.model = model;
        this.generator = generator;
        this.adapters = adapters;
        this.adapted = new AdapterLine(adapters, this::enter);
        this.generatorLost = generatorLost;
    }

    @Override
    public Extraction start(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        return start(new ItemWork(task, item, listener, generator, false));
    }

    @Override
    public Extraction startUrgently(ExtractionTask task, WorkItem item, ExtractionListener listener) {
        return start(new ItemWork(task, item, listener, generator, true));
    }

    private Extraction start(ItemWork work) {
        if (work.task().adapter() == null) {
            enter(work);
            return work;
        }
        adapted.add(work);
        return () -> {
            work.cancel();
            adapted.advance();
        };
    }

    private void enter(ItemWork work) {
        synchronized (line) {
            lineOf(work).addLast(work);
        }
        later(this::feed);
    }

    private Deque<ItemWork> lineOf(ItemWork work) {
        return work.isUrgent() ? urgent : line;
    }

    @Override
    public ExtractionLoad load() {
        GenerationLoad load = generator.load();
        synchronized (line) {
            return new ExtractionLoad(
                    load.running(),
                    load.waiting() + urgent.size() + line.size() + adapted.size(),
                    load.tokensPerSecond(),
                    load.kvTokensUsed(),
                    load.kvTokensTotal());
        }
    }

    @Override
    public void showIn(WorkerMetrics metrics) {
        ModelMeters.show(generator, metrics);
        ModelMeters.show(adapters, metrics);
    }

    /** Gives the generator items until it takes no more. */
    private void feed() {
        ItemWork next = first();
        while (next != null && offer(next)) {
            synchronized (line) {
                lineOf(next).remove(next);
            }
            next = first();
        }
        // An item that ended before it began has given its adapter's memory back, too.
        adapted.advance();
    }

    private @Nullable ItemWork first() {
        synchronized (line) {
            return urgent.isEmpty() ? line.peekFirst() : urgent.peekFirst();
        }
    }

    /** Offers an item; false if the generator is busy, so that it has to be offered again. */
    private boolean offer(ItemWork work) {
        if (work.isStopped()) {
            work.endIfStopped();
            return true;
        }
        try {
            return submit(work);
        } catch (TooLongException e) {
            work.fail(ErrorCode.ITEM_TOO_LONG, e.reason());
            return true;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // Whatever an item's own text or schema provokes ends this item and nothing else.
            work.inItsName(() -> LOG.error("the item could not be prepared", e));
            work.fail(ErrorCode.ENGINE_ERROR, "the item could not be prepared: " + e);
            return true;
        }
    }

    private boolean submit(ItemWork work) {
        ItemParts parts = work.parts(model);
        for (Part part = parts.next(); part != null && !work.isStopped(); part = parts.next()) {
            Submission submission = generator.submit(work.adapted(part.request()), listen(work, part));
            if (submission instanceof Accepted accepted) {
                work.submitted(part, accepted.id());
                parts.taken();
            }
            if (submission instanceof Refused refused) {
                if (refused.refusal() == Refusal.BUSY) {
                    return false;
                }
                generatorEnded();
                return true;
            }
        }
        work.endIfStopped();
        return true;
    }

    // An item that was under way is not to blame, so it gets no result; its shard's lease runs out.
    private void generatorEnded() {
        if (!closing) {
            LOG.fatal("the generator has ended by itself");
            generatorLost.run();
        }
    }

    private GenerationListener listen(ItemWork work, Part part) {
        return new GenerationListener() {
            @Override
            public void begun() {
                work.begun(part);
            }

            @Override
            public void wrote(int[] tokens) {
                later(() -> work.wrote(model, tokens));
            }

            @Override
            public void finished(GenerationOutcome outcome) {
                later(() -> {
                    try {
                        work.inItsName(() -> ended(work, part, outcome));
                        work.waitsIfNothingIsDecoded();
                    } finally {
                        // The generator has room again, and so may adapters, whatever became of this item.
                        feed();
                    }
                });
            }
        };
    }

    private void ended(ItemWork work, Part part, GenerationOutcome outcome) {
        work.letGo(part);
        if (outcome instanceof Generated generated) {
            ended(work, part, read(work, part, generated));
        } else if (outcome instanceof GenerationFailed failed && failed.reason() != Reason.CANCELLED) {
            ended(work, part, ResultReader.read(work.item(), failed));
        } else if (work.isStopped()) {
            work.endIfStopped();
        } else {
            generatorEnded();
        }
    }

    private void ended(ItemWork work, Part part, ItemResult result) {
        ItemParts parts = work.parts(model);
        parts.ended(part, result).ifPresentOrElse(work::fail, () -> whole(work, parts)
                .ifPresentOrElse(work::finished, work::endIfStopped));
    }

    private Optional<ItemResult> whole(ItemWork work, ItemParts parts) {
        try {
            return parts.result();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.errorf(
                    e,
                    "the outputs of the windows of item %d could not be merged",
                    work.item().position());
            return Optional.of(new ItemFailure(
                    work.item().position(),
                    ErrorCode.ENGINE_ERROR,
                    "the outputs of the windows could not be merged: " + e));
        }
    }

    private ItemResult read(ItemWork work, Part part, Generated generated) {
        try {
            return work.parts(model).read(part, generated);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.errorf(e, "the output of item %d could not be read", work.item().position());
            return new ItemFailure(
                    work.item().position(), ErrorCode.ENGINE_ERROR, "the output could not be read: " + e);
        }
    }

    private void later(Runnable task) {
        try {
            reading.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the extractor is closed", e);
        }
    }

    /** Ends everything that runs and closes the generator. */
    @Override
    public void close() {
        closing = true;
        synchronized (line) {
            line.clear();
            urgent.clear();
        }
        adapted.close();
        generator.close();
        adapters.close();
        reading.shutdown();
        try {
            // The tokenizer is native: it must not go while something reads with it.
            if (reading.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                model.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
