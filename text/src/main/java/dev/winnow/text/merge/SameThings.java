package dev.winnow.text.merge;

import dev.winnow.common.result.Span;
import dev.winnow.text.merge.Found.Members;
import dev.winnow.text.merge.Found.Scalar;
import dev.winnow.text.merge.Marks.Mark;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the elements of two neighbouring windows that are one thing, seen twice. Those are told by their values: half
 * of what the poorer of the two has of the part that both windows saw stands at the same places in the other, and they
 * do not contradict each other. Elements that stand nowhere are one thing if they are equal and may lie in that part.
 * Each is one thing with one other at most, so that what is written twice is found twice. Not thread-safe.
 */
final class SameThings {
    /** Of elements that all have the same value at the same place, so many are tried. */
    private static final int MOST_ALIKE = 16;

    private final Seam seam;
    private final List<Found> earlier;
    private final List<Found> later;
    private final List<Marks> earlierMarks;
    private final List<Marks> laterMarks;
    private final Map<Mark, List<Integer>> byMark = new HashMap<>();
    private final Map<String, Deque<Integer>> byText = new HashMap<>();
    private final boolean[] taken;

    private SameThings(List<Found> earlier, List<Found> later, Seam seam) {
        this.seam = seam;
        this.earlier = earlier;
        this.later = later;
        this.earlierMarks = marks(earlier);
        this.laterMarks = marks(later);
        this.taken = new boolean[earlier.size()];
    }

    private List<Marks> marks(List<Found> elements) {
        return elements.stream().map(element -> Marks.of(element, seam)).toList();
    }

    /** For each of the later elements the number of the earlier one that is the same thing; -1 where none is. */
    static int[] of(List<Found> earlier, List<Found> later, Seam seam) {
        if (!seam.isOpen() || earlier.isEmpty()) {
            int[] none = new int[later.size()];
            Arrays.fill(none, -1);
            return none;
        }
        SameThings things = new SameThings(earlier, later, seam);
        things.index();
        return things.partners();
    }

    private void index() {
        int next = Integer.MAX_VALUE;
        for (int i = earlier.size() - 1; i >= 0; i--) {
            Marks marks = earlierMarks.get(i);
            if (marks.isPlaced()) {
                next = marks.from();
            } else if (next >= seam.from()) {
                byText.computeIfAbsent(Canonical.of(earlier.get(i)), unknown -> new ArrayDeque<>())
                        .addFirst(i);
            }
        }
        for (int i = 0; i < earlier.size(); i++) {
            for (Mark mark : earlierMarks.get(i).within()) {
                byMark.computeIfAbsent(mark, unknown -> new ArrayList<>()).add(i);
            }
        }
    }

    private int[] partners() {
        int[] partners = new int[later.size()];
        int before = 0;
        for (int j = 0; j < partners.length; j++) {
            Marks marks = laterMarks.get(j);
            partners[j] = marks.isPlaced() ? byPlaces(j) : before <= seam.to() ? byText(j) : -1;
            if (marks.isPlaced()) {
                before = marks.to();
            }
            if (partners[j] >= 0) {
                taken[partners[j]] = true;
            }
        }
        return partners;
    }

    private int byText(int j) {
        Deque<Integer> equal = byText.get(Canonical.of(later.get(j)));
        return equal == null || equal.isEmpty() ? -1 : equal.removeFirst();
    }

    private int byPlaces(int j) {
        int own = laterMarks.get(j).within().size();
        int best = -1;
        int most = 0;
        for (Map.Entry<Integer, Integer> candidate : shared(j).entrySet()) {
            int i = candidate.getKey();
            int shared = candidate.getValue();
            int poorer = Math.min(own, earlierMarks.get(i).within().size());
            if (shared > most && shared * 2 >= poorer && !contradict(earlier.get(i), later.get(j))) {
                most = shared;
                best = i;
            }
        }
        return best;
    }

    /** The elements that share values with one, and how many. */
    private Map<Integer, Integer> shared(int j) {
        Map<Integer, Integer> shared = new LinkedHashMap<>();
        for (Mark mark : laterMarks.get(j).within()) {
            byMark.getOrDefault(mark, List.of()).stream()
                    .filter(i -> !taken[i])
                    .limit(MOST_ALIKE)
                    .forEach(i -> shared.merge(i, 1, Integer::sum));
        }
        return shared;
    }

    /** Whether a property has two values that stand in two places. */
    private static boolean contradict(@Nullable Found one, @Nullable Found other) {
        if (one instanceof Members members && other instanceof Members others) {
            return members.byName().entrySet().stream()
                    .anyMatch(member ->
                            contradict(member.getValue(), others.byName().get(member.getKey())));
        }
        return one instanceof Scalar scalar
                && other instanceof Scalar second
                && !scalar.says(second)
                && areApart(scalar.span(), second.span());
    }

    private static boolean areApart(@Nullable Span one, @Nullable Span other) {
        return one != null && other != null && (one.to() <= other.from() || other.to() <= one.from());
    }
}
