package dev.winnow.coordinator.extraction;

import dev.winnow.common.work.Windows;
import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.text.window.Window;
import dev.winnow.text.window.WindowCutter;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Counts the tokens of one item when first asked: one that is drawn for two samples is tokenized once. */
final class ItemTokens {
    private static final double USUAL_BYTES = 3.5;

    private final TokenCounter counter;
    private final @Nullable Windows windows;
    private final String instruction;
    private final String input;
    private int known = -1;
    private int counted = 1;

    ItemTokens(AdmittedRequest request, SubmittedItem item) {
        this.counter = request.counter();
        this.windows = request.windows();
        this.instruction = item.instruction() == null ? request.instruction() : item.instruction();
        this.input = item.input();
    }

    /** Tokens of the item's prompt, or of those of all its windows. */
    int prompts() {
        if (known < 0) {
            known = windows == null || fits(windows) ? counter.exactly(instruction, input) : ofWindows(windows);
        }
        return known;
    }

    /** The number of its windows; by its bytes if its tokens were not counted. */
    int windows(long bytes) {
        if (windows == null || known >= 0 || fits(windows)) {
            return counted;
        }
        int room = counter.cutter().room(instruction, windows.promptTokens());
        return (int) WindowCutter.usually((long) (bytes / USUAL_BYTES), room, windows.overlapTokens());
    }

    private boolean fits(Windows asked) {
        return counter.atMost(instruction, input) <= asked.promptTokens();
    }

    private int ofWindows(Windows asked) {
        int sum = 0;
        counted = 0;
        Iterator<Window> cut = counter.cutter().cut(instruction, input, asked.promptTokens(), asked.overlapTokens());
        while (cut.hasNext()) {
            counted++;
            sum += counter.exactly(instruction, cut.next().text());
        }
        return sum;
    }
}
