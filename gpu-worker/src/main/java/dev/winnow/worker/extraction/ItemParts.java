package dev.winnow.worker.extraction;

import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.wire.SizeLimits;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Windows;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.text.constraint.Cursor;
import dev.winnow.text.window.Window;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an item asks of the generator: one request, or one for each window of a long document, each made when the one
 * before has been taken; and what came of them. Used by the extractor's own thread only.
 */
final class ItemParts {
    private final TextSide model;
    private final ExtractionTask task;
    private final WorkItem item;
    private final OutputForm form;
    private final Iterator<Window> windows;
    private final WindowResults results;
    private @Nullable Part next;
    private int made;

    private ItemParts(TextSide model, ExtractionTask task, WorkItem item) {
        this.model = model;
        this.task = task;
        this.item = item;
        this.windows = windows(model, task, item);
        this.form = model.forms().of(task);
        this.results = new WindowResults(item.position(), form);
    }

    /**
     * Begins with an item.
     *
     * @throws TooLongException if it does not fit, and cannot be cut or is not to be
     */
    static ItemParts of(TextSide model, ExtractionTask task, WorkItem item) {
        ItemParts parts = new ItemParts(model, task, item);
        parts.make();
        return parts;
    }

    private static Iterator<Window> windows(TextSide model, ExtractionTask task, WorkItem item) {
        String input = item.input();
        Windows cut = task.windows();
        if (cut == null) {
            return List.of(new Window(0, input.codePointCount(0, input.length()), input))
                    .iterator();
        }
        int most = (int) Math.min(cut.promptTokens(), Math.max(0, model.contextTokens() - task.maxOutputTokens()));
        try {
            return model.cutter().cut(item.instruction(), input, most, cut.overlapTokens());
        } catch (IllegalArgumentException e) {
            throw new TooLongException(
                    "the input cannot be cut into windows of %d prompt tokens: %s; shorten the instruction, lower"
                                    .formatted(most, e.getMessage())
                            + " window_overlap_tokens or max_output_tokens, or raise window_tokens");
        }
    }

    private void make() {
        if (!windows.hasNext()) {
            next = null;
            return;
        }
        if (made == SizeLimits.ITEM_WINDOWS) {
            throw new TooLongException(
                    "the input has more than %d windows: raise window_tokens, or cut the document into several items"
                            .formatted(SizeLimits.ITEM_WINDOWS));
        }
        Window window = windows.next();
        int[] prompt = model.prompts().render(item.instruction(), window.text()).tokens();
        if (prompt.length + (long) task.maxOutputTokens() > model.contextTokens()) {
            throw new TooLongException(tooLong(prompt.length));
        }
        Cursor cursor = task.constrained() ? form.constraint().begin(task.maxOutputTokens()) : null;
        GenerationRequest request = new GenerationRequest(
                        prompt,
                        cursor,
                        task.maxOutputTokens(),
                        task.sampling(),
                        model.endTokens(),
                        Duration.ofSeconds(task.itemSeconds()))
                .copying(model.quotations().tokens(window.text()));
        next = new Part(made++, window, prompt.length, request);
    }

    private String tooLong(int promptTokens) {
        return ("the prompt has %d tokens and max_output_tokens is %d, together more than the model's context of %d: shorten"
                        + " the input, lower max_output_tokens, or ask for windows")
                .formatted(promptTokens, task.maxOutputTokens(), model.contextTokens());
    }

    /** What the generator is to have next; null if it has had everything. */
    @Nullable
    Part next() {
        return next;
    }

    /**
     * The generator has taken the {@link #next} part.
     *
     * @throws TooLongException if there are too many
     */
    void taken() {
        make();
    }

    /** Reads what the generator made of a part. */
    ItemResult read(Part part, Generated generated) {
        WorkItem asked =
                new WorkItem(item.position(), item.instruction(), part.window().text());
        return model.results().read(task, asked, form, part.promptTokens(), generated);
    }

    /** A part is done; the answer is why the whole item has failed now, if it has. */
    Optional<ItemFailure> ended(Part part, ItemResult result) {
        return results.add(part, result, isWhole());
    }

    private boolean isWhole() {
        return made == 1 && next == null;
    }

    /** What the item has become; empty while parts are missing. */
    Optional<ItemResult> result() {
        return next == null && results.count() == made ? Optional.of(results.whole()) : Optional.empty();
    }
}
