package dev.winnow.text.schema;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of a regular expression becomes when counted repetitions are written out, found without writing
 * them out. Counts too much rather than too little.
 */
final class PatternSize {
    static final int DEEPEST = 100;

    private static final long MOST = 1L << 30;
    private static final Pattern COUNT = Pattern.compile("\\{([0-9]{1,9})(,([0-9]{0,9}))?\\}");

    private final String pattern;
    private final Deque<Long> open = new ArrayDeque<>();
    private long size;
    private long last;
    private int at;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /**
     * Counts the steps of an expression.
     *
     * @throws UnreadablePatternException if groups are nested too deeply, or it has what cannot be counted
     */
    static long of(String pattern) {
        return new PatternSize(pattern).count();
    }

    private long count() {
        while (at < pattern.length()) {
            switch (pattern.charAt(at)) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> openGroup();
                case ')' -> closeGroup();
                case '{' -> repetition();
                default -> atom(1);
            }
        }
        while (!open.isEmpty()) {
            closeGroup();
        }
        return size;
    }

    private void atom(int characters) {
        at += characters;
        add(1);
    }

    private void add(long steps) {
        last = Math.min(MOST, steps);
        size = Math.min(MOST, size + last);
    }

    private void escape() {
        if (pattern.startsWith("Q", at + 1)) {
            throw new UnreadablePatternException("it quotes by \\Q; write a backslash before each character instead");
        }
        // A name in braces is no repetition.
        int brace = at + 2;
        boolean named =
                brace < pattern.length() && pattern.charAt(brace) == '{' && "pPx".indexOf(pattern.charAt(at + 1)) >= 0;
        int end = named ? pattern.indexOf('}', brace) : -1;
        atom(end < 0 ? 2 : end + 1 - at);
    }

    private void characterClass() {
        int i = at + 1;
        i += pattern.startsWith("^", i) ? 1 : 0;
        i += pattern.startsWith("]", i) ? 1 : 0;
        while (i < pattern.length() && pattern.charAt(i) != ']') {
            int name = pattern.startsWith("[:", i) ? pattern.indexOf(":]", i + 2) : -1;
            if (name >= 0) {
                i = name + 2;
            } else {
                i += pattern.charAt(i) == '\\' ? 2 : 1;
            }
        }
        atom(i + 1 - at);
    }

    private void openGroup() {
        if (open.size() == DEEPEST) {
            throw new UnreadablePatternException("its groups are nested more than " + DEEPEST + " deep");
        }
        open.push(size);
        size = 0;
        at++;
    }

    private void closeGroup() {
        at++;
        if (!open.isEmpty()) {
            long group = size + 2;
            size = open.pop();
            add(group);
        }
    }

    private void repetition() {
        Matcher count = COUNT.matcher(pattern);
        if (!count.find(at) || count.start() != at) {
            atom(1);
            return;
        }
        at = count.end();
        long least = Long.parseLong(count.group(1));
        String upper = count.group(3);
        long most = upper == null || upper.isEmpty() ? least + 1 : Math.max(least, Long.parseLong(upper));
        add(Math.min(MOST, last * most + most));
    }
}
