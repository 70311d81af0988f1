package dev.winnow.worker.extraction;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.Usage;
import dev.winnow.text.merge.WindowMerge;
import dev.winnow.text.merge.WindowMerge.Merged;
import dev.winnow.text.window.Window;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The results of an item's windows, which come in any order, and the item's that they make. Not thread-safe. */
final class WindowResults {
    /** What two windows both saw goes when they are merged, so they may have more than one result may. */
    private static final long MOST_CHARACTERS = 2L * ResultReader.MOST_CHARACTERS;

    private static final int MOST_PROBLEMS = 5;

    private final int position;
    private final OutputForm form;
    private final SortedMap<Integer, Done> done = new TreeMap<>();
    private long characters;

    /** Of an item at that place of its job. */
    WindowResults(int position, OutputForm form) {
        this.position = position;
        this.form = form;
    }

    /** How many have come. */
    int count() {
        return done.size();
    }

    /**
     * Takes the result of a part.
     *
     * @param whole whether it is all of the item
     * @return why the item has failed by it
     */
    Optional<ItemFailure> add(Part part, ItemResult result, boolean whole) {
        if (result instanceof ItemFailure failure) {
            return Optional.of(whole ? failure : of(part, failure));
        }
        ItemOutput output = (ItemOutput) result;
        done.put(part.number(), new Done(part.window(), output));
        characters += output.output().length();
        return characters > MOST_CHARACTERS
                ? Optional.of(new ItemFailure(
                        position,
                        ErrorCode.INVALID_OUTPUT,
                        ("the outputs of the windows have more than %d characters together: cut the document into several"
                                        + " items, or ask for less in the schema")
                                .formatted(MOST_CHARACTERS)))
                : Optional.empty();
    }

    private ItemFailure of(Part part, ItemFailure failure) {
        return new ItemFailure(
                position,
                failure.code(),
                "window %d of the document (code points %d to %d): %s"
                        .formatted(
                                part.number() + 1,
                                part.window().from(),
                                part.window().to(),
                                failure.message()));
    }

    /** The result of all. */
    ItemResult whole() {
        List<Done> windows = List.copyOf(done.values());
        ItemOutput first = windows.get(0).output();
        if (windows.size() == 1) {
            return first;
        }
        WindowMerge merge = new WindowMerge(form.values());
        windows.forEach(window -> merge.add(
                window.window(), window.output().output(), window.output().evidence()));
        Merged merged = merge.finish();
        if (merged.output().length() > ResultReader.MOST_CHARACTERS) {
            return invalid("the merged output has %d characters, the limit is %d: cut the document into several items"
                    .formatted(merged.output().length(), ResultReader.MOST_CHARACTERS));
        }
        List<String> problems = form.validator().problems(merged.output());
        if (!problems.isEmpty()) {
            return invalid("the output of each of the %d windows fits the schema, but not what they say together: %s"
                    .formatted(
                            windows.size(),
                            String.join("; ", problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)))));
        }
        boolean truncated = merged.cut()
                || windows.stream().anyMatch(window -> window.output().truncated());
        return new ItemOutput(position, merged.output(), truncated, usage(windows), first.madeBy(), merged.evidence());
    }

    private ItemFailure invalid(String message) {
        return new ItemFailure(position, ErrorCode.INVALID_OUTPUT, message);
    }

    private static Usage usage(List<Done> windows) {
        int input = 0;
        int output = 0;
        int steps = 0;
        double seconds = 0;
        for (Done window : windows) {
            Usage usage = window.output().usage();
            input += usage.inputTokens();
            output += usage.outputTokens();
            steps += usage.steps();
            seconds += usage.seconds();
        }
        return new Usage(input, output, steps, seconds);
    }

    private record Done(Window window, ItemOutput output) {}
}
