package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** A set of code points, none of which is U+0000 or a surrogate. */
final class CodePoints {
    static final CodePoints NONE = new CodePoints(new int[0]);
    static final CodePoints ALL = new CodePoints(
            new int[] {1, Character.MIN_SURROGATE - 1, Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT});

    /** Ascending, neither overlapping nor adjacent; the first and the last code point of each range by turns. */
    private final int[] bounds;

    private final int hash;

    private CodePoints(int[] bounds) {
        this.bounds = bounds;
        hash = Arrays.hashCode(bounds);
    }

    static CodePoints of(int codePoint) {
        return between(codePoint, codePoint);
    }

    static CodePoints between(int first, int last) {
        List<int[]> ranges = new ArrayList<>();
        for (int i = 0; i < ALL.ranges(); i++) {
            if (first <= ALL.last(i) && last >= ALL.first(i)) {
                ranges.add(new int[] {Math.max(first, ALL.first(i)), Math.min(last, ALL.last(i))});
            }
        }
        return ofRanges(ranges);
    }

    /** The code points of a text. */
    static CodePoints in(String text) {
        return union(text.codePoints().mapToObj(CodePoints::of).toList());
    }

    static CodePoints matching(IntPredicate predicate) {
        List<int[]> ranges = new ArrayList<>();
        for (int i = 0; i < ALL.ranges(); i++) {
            int from = -1;
            for (int point = ALL.first(i); point <= ALL.last(i) + 1; point++) {
                boolean in = point <= ALL.last(i) && predicate.test(point);
                if (in && from < 0) {
                    from = point;
                } else if (!in && from >= 0) {
                    ranges.add(new int[] {from, point - 1});
                    from = -1;
                }
            }
        }
        return ofRanges(ranges);
    }

    static CodePoints union(List<CodePoints> sets) {
        if (sets.size() == 1) {
            return sets.get(0);
        }
        List<int[]> ranges = new ArrayList<>();
        for (CodePoints set : sets) {
            for (int i = 0; i < set.ranges(); i++) {
                ranges.add(new int[] {set.first(i), set.last(i)});
            }
        }
        return ofRanges(ranges);
    }

    private static CodePoints ofRanges(List<int[]> ranges) {
        ranges.sort(Comparator.comparingInt(range -> range[0]));
        int[] bounds = new int[2 * ranges.size()];
        int length = 0;
        for (int[] range : ranges) {
            if (length > 0 && range[0] <= bounds[length - 1] + 1) {
                bounds[length - 1] = Math.max(bounds[length - 1], range[1]);
            } else {
                bounds[length++] = range[0];
                bounds[length++] = range[1];
            }
        }
        return new CodePoints(Arrays.copyOf(bounds, length));
    }

    /** All that are not in this set, surrogates and U+0000 aside. */
    CodePoints complement() {
        List<CodePoints> gaps = new ArrayList<>();
        int from = 1;
        for (int i = 0; i < ranges(); i++) {
            gaps.add(between(from, first(i) - 1));
            from = last(i) + 1;
        }
        gaps.add(between(from, Character.MAX_CODE_POINT));
        return union(gaps);
    }

    boolean contains(int codePoint) {
        int at = Arrays.binarySearch(bounds, codePoint);
        // Between the first and the last of a range, or one of these.
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    /** These, whatever the case of their letters. */
    CodePoints inAnyCase() {
        List<CodePoints> all = new ArrayList<>(List.of(this));
        for (int i = 0; i < ranges(); i++) {
            for (int point = first(i); point <= last(i); point++) {
                int upper = Character.toUpperCase(point);
                int lower = Character.toLowerCase(upper);
                if (upper != point || lower != point) {
                    all.add(of(upper));
                    all.add(of(lower));
                }
            }
        }
        return union(all);
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    int size() {
        int size = 0;
        for (int i = 0; i < ranges(); i++) {
            size += last(i) - first(i) + 1;
        }
        return size;
    }

    int ranges() {
        return bounds.length / 2;
    }

    int first(int range) {
        return bounds[2 * range];
    }

    int last(int range) {
        return bounds[2 * range + 1];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodePoints set && hash == set.hash && Arrays.equals(bounds, set.bounds);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
