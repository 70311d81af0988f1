package dev.winnow.worker.result;

import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.ShardAttempt;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Finished items that the coordinator is not known to have recorded. It only remembers; {@link ResultSender} sends.
 * Thread-safe.
 */
public final class Outbox {
    private final UUID incarnation;
    private final SendingRules rules;
    private final Clock clock;
    private final Runnable due;
    private final Map<ShardAttempt, Shelf> shelves = new LinkedHashMap<>();
    private long lastLetter;
    private boolean heldBack;
    private boolean behind;

    /**
     * An empty one.
     *
     * @param due called, under this outbox's lock, when results are due for another reason than the time
     */
    public Outbox(UUID incarnation, SendingRules rules, Clock clock, Runnable due) {
        this.incarnation = incarnation;
        this.rules = rules;
        this.clock = clock;
        this.due = due;
    }

    /** Takes a finished item. */
    public synchronized void add(Sender sender, ItemResult result) {
        Shelf shelf = shelves.computeIfAbsent(sender.shard(), attempt -> new Shelf(sender, incarnation));
        shelf.add(result, clock.instant());
        if (shelf.waitsForNoOthers(rules)) {
            due.run();
        }
    }

    /** No more results of this shard will come: what is here need not wait for others. */
    public synchronized void complete(ShardAttempt shard) {
        Shelf shelf = shelves.get(shard);
        if (shelf != null) {
            shelf.complete();
            due.run();
        }
    }

    /** Whether the broker has confirmed every result of the shard that was put here. */
    public synchronized boolean isConfirmed(ShardAttempt shard) {
        Shelf shelf = shelves.get(shard);
        return shelf == null || shelf.isConfirmed();
    }

    /** Whether the broker has confirmed everything. */
    public synchronized boolean isConfirmed() {
        return shelves.values().stream().allMatch(Shelf::isConfirmed);
    }

    /** The shard's results are recorded, or nobody wants them any more. */
    public synchronized void forget(ShardAttempt shard) {
        shelves.remove(shard);
    }

    /** Whether so much is held that no new work should begin. */
    public boolean isFull() {
        return characters() >= rules.limitCharacters();
    }

    /** About how much is held. */
    public synchronized long characters() {
        return shelves.values().stream().mapToLong(Shelf::characters).sum();
    }

    /** The broker has this letter. */
    public synchronized void confirmed(long letter) {
        letters().stream().filter(known -> known.number() == letter).forEach(Letter::confirmed);
        if (heldBack) {
            heldBack = false;
            due.run();
        }
    }

    /**
     * Whether results wait long for the coordinator: then those that the broker has confirmed are not missed yet, and
     * sending them again would only make the line longer.
     */
    public synchronized void coordinatorIsBehind(boolean is) {
        behind = is;
    }

    /** The connection has ended: unconfirmed letters are due again. */
    public synchronized void disconnected() {
        letters().forEach(Letter::disconnected);
    }

    /** The letters to send now, each counted as sent. */
    synchronized List<Letter> takeDue() {
        Instant now = clock.instant();
        List<Letter> due = new ArrayList<>();
        for (Shelf shelf : shelves.values()) {
            shelf.fold(now, rules, () -> ++lastLetter);
            for (Letter letter : shelf.letters()) {
                if (letter.due(now, rules, shelf.isComplete() && !behind)) {
                    letter.sent(now);
                    due.add(letter);
                }
            }
        }
        return due;
    }

    /** A letter is larger than a message may be: smaller ones take its place, due at once. */
    synchronized void tooLarge(Letter letter) {
        Shelf shelf = shelves.get(letter.content().shard());
        if (shelf != null) {
            shelf.shrink(letter, () -> ++lastLetter);
        }
    }

    /** Letters that could not be sent after all: the next confirm may have made room for them. */
    synchronized void notSent(List<Letter> letters) {
        letters.forEach(Letter::notSent);
        heldBack = true;
    }

    private List<Letter> letters() {
        return shelves.values().stream()
                .flatMap(shelf -> shelf.letters().stream())
                .toList();
    }
}
