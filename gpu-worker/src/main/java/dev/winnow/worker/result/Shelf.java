package dev.winnow.worker.result;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.wire.SizeLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/** The results of one shard. Guarded by its {@link Outbox}. */
final class Shelf {
    /** Letters stay far below {@link SizeLimits#MESSAGE_BYTES}, whatever escaping costs. */
    static final int LETTER_CHARACTERS = 1 << 20;

    /** Longer failure messages are cut. */
    static final int MESSAGE_CHARACTERS = 2_000;

    private static final long OVERHEAD_CHARACTERS = 400;

    private final Sender sender;
    private final UUID incarnation;
    private final List<ItemResult> loose = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();
    private Instant oldestLoose = Instant.MAX;
    private boolean complete;
    private long characters;

    Shelf(Sender sender, UUID incarnation) {
        this.sender = sender;
        this.incarnation = incarnation;
    }

    void add(ItemResult result, Instant now) {
        if (loose.isEmpty()) {
            oldestLoose = now;
        }
        ItemResult kept = clipped(result);
        loose.add(kept);
        characters += charactersOf(kept);
    }

    void complete() {
        complete = true;
    }

    boolean isComplete() {
        return complete;
    }

    long characters() {
        return characters;
    }

    List<Letter> letters() {
        return letters;
    }

    /** Whether the broker has everything that is here, at least once. */
    boolean isConfirmed() {
        return loose.isEmpty() && letters.stream().allMatch(Letter::isConfirmed);
    }

    /** Whether what is loose should leave now, however young it is. */
    boolean waitsForNoOthers(SendingRules rules) {
        return complete || loose.size() >= rules.batchItems();
    }

    /** Puts loose results into letters when it is time to. */
    void fold(Instant now, SendingRules rules, LongSupplier numbers) {
        boolean due =
                waitsForNoOthers(rules) || (!loose.isEmpty() && !now.isBefore(oldestLoose.plus(rules.batchWait())));
        if (!due) {
            return;
        }
        int begin = 0;
        while (begin < loose.size()) {
            int end = endOfLetter(begin);
            letters.add(letter(numbers, loose.subList(begin, end)));
            begin = end;
        }
        loose.clear();
    }

    private Letter letter(LongSupplier numbers, List<ItemResult> items) {
        return new Letter(
                numbers.getAsLong(),
                new ItemsFinished(sender.shard(), sender.job(), incarnation, items),
                sender.trace());
    }

    private int endOfLetter(int begin) {
        long size = charactersOf(loose.get(begin));
        int end = begin + 1;
        while (end < loose.size()) {
            size += charactersOf(loose.get(end));
            if (size > LETTER_CHARACTERS) {
                break;
            }
            end++;
        }
        return end;
    }

    private static long charactersOf(ItemResult result) {
        if (result instanceof ItemFailure failure) {
            return OVERHEAD_CHARACTERS + failure.message().length();
        }
        return OVERHEAD_CHARACTERS
                + (result instanceof ItemOutput output ? output.output().length() : 0);
    }

    // A message may quote what a model or a validator said, at any length.
    private static ItemResult clipped(ItemResult result) {
        if (result instanceof ItemFailure failure && failure.message().length() > MESSAGE_CHARACTERS) {
            return new ItemFailure(
                    failure.position(), failure.code(), failure.message().substring(0, MESSAGE_CHARACTERS - 3) + "...");
        }
        return result;
    }

    /** Puts smaller letters in the place of one that no message can carry: halves, or a failure for its only item. */
    void shrink(Letter large, LongSupplier numbers) {
        int place = letters.indexOf(large);
        if (place < 0) {
            return;
        }
        letters.remove(place);
        for (List<ItemResult> part : parts(large.content().items())) {
            letters.add(place, letter(numbers, part));
        }
    }

    private static List<List<ItemResult>> parts(List<ItemResult> items) {
        if (items.size() > 1) {
            int half = items.size() / 2;
            return List.of(items.subList(0, half), items.subList(half, items.size()));
        }
        return List.of(List.of(new ItemFailure(
                items.get(0).position(),
                ErrorCode.ENGINE_ERROR,
                "the result is larger than a message may be (%d bytes): lower max_output_tokens"
                        .formatted(SizeLimits.MESSAGE_BYTES))));
    }
}
