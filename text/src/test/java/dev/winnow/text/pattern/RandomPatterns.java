package dev.winnow.text.pattern;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Patterns and texts over a small alphabet, which Java and ECMA-262 read the same. */
final class RandomPatterns {
    private static final List<String> ATOMS =
            List.of("a", "b", "1", "-", "[ab]", "[^a]", "\\w", "\\W", "\\d", ".", "[a\\-]", "\\x61", "\\u0062");
    private static final List<String> COUNTS = List.of("*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}", "*?", "+?");
    private static final List<String> BOUNDED_COUNTS = List.of("?", "{2}", "{0,2}");

    /** Java gives up on an empty round of a loop that must be gone through, ECMA-262 does not. */
    private static final List<String> FREE_COUNTS = List.of("*", "?", "*?");

    private static final List<String> LOOKS = List.of("(?=", "(?!", "(?<=", "(?<!");

    private final Random random;
    private final boolean looks;
    private int behinds;

    RandomPatterns(Random random, boolean looks) {
        this.random = random;
        this.looks = looks;
    }

    String next() {
        String start = random.nextInt(3) == 0 ? "^" : "";
        String end = random.nextInt(3) == 0 ? "$" : "";
        return start + choice(2) + end;
    }

    static String text(Random random) {
        return IntStream.range(0, random.nextInt(7))
                .mapToObj(i -> List.of("a", "b", "1", "-").get(random.nextInt(4)))
                .collect(Collectors.joining());
    }

    private String choice(int depth) {
        return IntStream.rangeClosed(0, random.nextInt(2))
                .mapToObj(i -> sequence(depth))
                .collect(Collectors.joining("|"));
    }

    private String sequence(int depth) {
        return IntStream.rangeClosed(0, random.nextInt(3))
                .mapToObj(i -> repeated(depth))
                .collect(Collectors.joining());
    }

    private String repeated(int depth) {
        if (looks && behinds == 0 && random.nextInt(8) == 0) {
            return List.of("^", "$", "\\b", "\\B").get(random.nextInt(4));
        }
        if (looks && depth > 0 && behinds == 0 && random.nextInt(5) == 0) {
            return condition(depth);
        }
        boolean group = depth > 0 && random.nextInt(3) == 0;
        String part = group ? "(" + choice(depth - 1) + ")" : one(ATOMS);
        List<String> free = looks && group ? FREE_COUNTS : COUNTS;
        return random.nextInt(3) > 0 ? part : part + one(behinds > 0 ? BOUNDED_COUNTS : free);
    }

    private String condition(int depth) {
        String open = one(LOOKS);
        int behind = open.contains("<") ? 1 : 0;
        behinds += behind;
        String look = open + choice(depth - 1) + ")";
        behinds -= behind;
        return look;
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
