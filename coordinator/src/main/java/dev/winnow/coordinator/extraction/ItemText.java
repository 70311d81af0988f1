package dev.winnow.coordinator.extraction;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An item's texts as UTF-8, made once for all who need them so. The arrays are not to be changed. */
final class ItemText {
    private static final byte[] NONE = {};

    private final boolean hasInstruction;
    private final byte[] instruction;
    private final byte[] input;

    ItemText(@Nullable String instruction, String input) {
        this.hasInstruction = instruction != null;
        this.instruction = instruction == null ? NONE : instruction.getBytes(StandardCharsets.UTF_8);
        this.input = input.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether the item has an instruction of its own. */
    boolean hasInstruction() {
        return hasInstruction;
    }

    /** Its own instruction, or nothing. */
    byte[] instruction() {
        return instruction;
    }

    /** The document. */
    byte[] input() {
        return input;
    }
}
