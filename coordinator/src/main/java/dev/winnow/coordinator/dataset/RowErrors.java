package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** The first bad rows of an import; with so many it is given up. Not thread-safe. */
final class RowErrors {
    private final int most;
    private final List<Problem.Part> parts = new ArrayList<>();

    RowErrors(int most) {
        this.most = most;
    }

    /** Notes a bad row; throws when there are as many as are named. */
    void add(String file, BadRowException bad) {
        String pointer = bad.field().isEmpty() ? "" : "/" + bad.field();
        parts.add(new Problem.Part(pointer, file, (long) bad.line(), String.valueOf(bad.getMessage()), bad.remedy()));
        if (parts.size() >= most) {
            throwAny();
        }
    }

    /** Throws if there is any. */
    void throwAny() {
        if (parts.isEmpty()) {
            return;
        }
        Problem.Part first = parts.get(0);
        boolean all = parts.size() < most;
        Problem problem = Problem.of(
                        422,
                        "bad_rows",
                        "%s%d %s cannot be used; the first is line %d of %s: %s"
                                .formatted(
                                        all ? "" : "at least ",
                                        parts.size(),
                                        parts.size() == 1 ? "row" : "rows",
                                        first.line(),
                                        first.file(),
                                        first.detail()))
                .at(first.pointer())
                .parts(parts)
                .remedy(String.valueOf(first.remedy()));
        throw problem.atLine(first.line() == null ? 0 : first.line()).exception();
    }
}
