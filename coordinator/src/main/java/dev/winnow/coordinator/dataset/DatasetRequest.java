package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an import says besides its files.
 *
 * @param heldOutPercent of the rows, or null where the request does not say: 10, or what the second file holds
 * @param instruction for rows that bring none, or null
 * @param dropLeaks whether rows to train on that are nearly a held-out one are left out
 */
record DatasetRequest(
        String name,
        @Nullable Integer heldOutPercent,
        @Nullable String instruction,
        boolean dropLeaks) {
    static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    static final int HELD_OUT_PERCENT = 10;
    private static final int LONGEST_INSTRUCTION = 32_768;

    /** Checks what a request has said. */
    static DatasetRequest of(
            @Nullable String name,
            @Nullable Integer heldOutPercent,
            @Nullable String instruction,
            @Nullable String leaks) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw refused("name", name == null ? "the request gives the dataset no name" : "the name cannot be used")
                    .limit(64)
                    .remedy(
                            "add ?name=recipes: 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit"
                                    + " first")
                    .exception();
        }
        if (heldOutPercent != null && (heldOutPercent < 0 || heldOutPercent > Split.MOST)) {
            throw refused("held_out_percent", "held_out_percent is " + heldOutPercent)
                    .limit(Split.MOST)
                    .remedy("choose 0 to " + Split.MOST)
                    .exception();
        }
        if (instruction != null && (instruction.length() > LONGEST_INSTRUCTION || instruction.indexOf('\0') >= 0)) {
            throw refused("instruction", "the instruction is too long, or has a NUL")
                    .limit(LONGEST_INSTRUCTION)
                    .remedy("shorten it, and leave U+0000 out")
                    .exception();
        }
        if (leaks != null && !leaks.equals("report") && !leaks.equals("drop")) {
            throw refused("leaks", "leaks is '%s'".formatted(leaks))
                    .remedy("choose report or drop")
                    .exception();
        }
        String told = instruction == null || instruction.isBlank() ? null : instruction;
        return new DatasetRequest(name, heldOutPercent, told, "drop".equals(leaks));
    }

    private static Problem refused(String field, String detail) {
        return Problem.of(422, "invalid_option", detail).at("/" + field);
    }

    /** The split of the first file's rows. */
    Split split(boolean secondFile) {
        if (!secondFile) {
            return new Split(heldOutPercent == null ? HELD_OUT_PERCENT : heldOutPercent);
        }
        return new Split(0);
    }

    /** Refuses to hold rows out by both ways. */
    ProblemException heldOutTwice() {
        return refused("held_out_percent", "the rows to hold out come in a file of their own")
                .remedy("leave held_out_percent out, or the file")
                .exception();
    }
}
