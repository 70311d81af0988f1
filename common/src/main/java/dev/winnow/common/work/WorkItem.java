package dev.winnow.common.work;

import static java.util.Objects.requireNonNull;

/**
 * One document of a shard.
 *
 * @param position the item's place in its job, from 0; together with the job it names the item for good
 * @param instruction what to do with the input, the coordinator has resolved the defaults; empty where the input says
 *     it itself
 * @param input the document as text
 */
public record WorkItem(int position, String instruction, String input) {
    public WorkItem {
        if (position < 0) {
            throw new IllegalArgumentException("position must not be negative, was " + position);
        }
        requireNonNull(instruction, "instruction");
        requireNonNull(input, "input");
        if (instruction.isBlank() && !instruction.isEmpty()) {
            throw new IllegalArgumentException("instruction must not be blank; it may be empty");
        }
    }
}
