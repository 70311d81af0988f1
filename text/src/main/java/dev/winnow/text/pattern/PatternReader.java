package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern in the syntax of ECMA-262, by code points. Lenient as its Annex B where people are: a brace that
 * counts nothing stands for itself, and so does what needs no escape.
 */
final class PatternReader {
    private static final int DEEPEST = 100;
    private static final int MOST_TIMES = 1_000_000;
    private static final Node.Chars WORD = new Node.Chars(EscapeReader.WORD);
    private static final Node.Chars NO_NEWLINE =
            new Node.Chars(CodePoints.in("\n\r\u2028\u2029").complement());

    private static final Node.Chars ANY = new Node.Chars(CodePoints.ALL);

    private final PatternText text;
    private int depth;
    private boolean anyCase;
    private boolean dotTakesAll;
    private boolean flagsStay;

    private PatternReader(PatternText text) {
        this.text = text;
    }

    static Node read(String pattern) {
        PatternReader reader = new PatternReader(new PatternText(pattern));
        Node node = reader.choice();
        if (reader.text.peek() != PatternText.END) {
            throw reader.text.refused("a group is closed that is not open");
        }
        return node;
    }

    private Node choice() {
        List<Node> ways = new ArrayList<>(List.of(sequence()));
        while (text.took("|")) {
            ways.add(sequence());
        }
        return ways.size() == 1 ? ways.get(0) : new Node.Choice(List.copyOf(ways));
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        while (text.peek() != PatternText.END && text.peek() != '|' && text.peek() != ')') {
            Node part = repeated(part());
            if (part instanceof Node.Sequence inner) {
                parts.addAll(inner.parts());
            } else {
                parts.add(part);
            }
        }
        return parts.size() == 1 ? parts.get(0) : new Node.Sequence(List.copyOf(parts));
    }

    private Node part() {
        int codePoint = text.take();
        return switch (codePoint) {
            case '^' -> Node.START;
            case '$' -> Node.END;
            case '.' -> dotTakesAll ? ANY : NO_NEWLINE;
            case '(' -> group();
            case '[' -> new Node.Chars(new ClassReader(text, anyCase).read());
            case '\\' -> escape();
            case '*', '+', '?' -> throw text.refused("there is nothing to repeat");
            default -> literal(codePoint);
        };
    }

    private Node literal(int codePoint) {
        if (codePoint == '{') {
            text.backTo(text.at() - 1);
            if (count(Node.NOTHING) != null) {
                throw text.refused("there is nothing to repeat");
            }
            text.take();
        }
        return chars(CodePoints.of(codePoint));
    }

    private Node.Chars chars(CodePoints set) {
        return new Node.Chars(anyCase ? set.inAnyCase() : set);
    }

    private Node escape() {
        if (text.took("b")) {
            return boundary(false);
        }
        if (text.took("B")) {
            return boundary(true);
        }
        // Other languages' anchors: ECMA-262 has none, and nobody means the letter.
        if (text.took("A")) {
            return Node.START;
        }
        return text.took("Z") || text.took("z")
                ? Node.END
                : chars(new EscapeReader(text).read().set());
    }

    /** Between a word and no word, or not so. */
    private static Node boundary(boolean inside) {
        return new Node.Choice(List.of(edge(false, !inside), edge(true, inside)));
    }

    private static Node edge(boolean before, boolean after) {
        return new Node.Sequence(List.of(new Node.Look(WORD, false, !before), new Node.Look(WORD, true, !after)));
    }

    private Node group() {
        if (++depth > DEEPEST) {
            throw text.refused("its groups are nested more than " + DEEPEST + " deep");
        }
        boolean outerCase = anyCase;
        boolean outerDot = dotTakesAll;
        Node node = !text.took("?") || text.took(":") ? choice() : special();
        if (!text.took(")")) {
            throw text.refused("a group is not closed");
        }
        if (!flagsStay) {
            anyCase = outerCase;
            dotTakesAll = outerDot;
        }
        flagsStay = false;
        depth--;
        return node;
    }

    private Node special() {
        if (text.took("=")) {
            return new Node.Look(choice(), true, false);
        }
        if (text.took("!")) {
            return new Node.Look(choice(), true, true);
        }
        if (text.took("<=")) {
            return new Node.Look(choice(), false, false);
        }
        if (text.took("<!")) {
            return new Node.Look(choice(), false, true);
        }
        boolean named = text.took("<") || text.took("P<");
        if (named && text.takeUntil(">").matches("[\\p{L}_$][\\p{L}\\p{N}_$]*")) {
            return choice();
        }
        return flags();
    }

    /** For a group, or for what follows in the one around: ECMA-262 has the first, Python and Java have both. */
    private Node flags() {
        boolean on = true;
        while (text.peek() != ':' && text.peek() != ')') {
            switch (text.take()) {
                case 'i' -> anyCase = on;
                case 's' -> dotTakesAll = on;
                case '-' -> on = false;
                default -> throw text.refused("a group begins with what is not read here; of flags there are i and s");
            }
        }
        flagsStay = !text.took(":");
        return flagsStay ? Node.NOTHING : choice();
    }

    private Node repeated(Node body) {
        Node.Repetition repetition = repetition(body);
        if (repetition == null) {
            return body;
        }
        text.took("?");
        if (repetition(body) != null) {
            throw text.refused("there is nothing to repeat");
        }
        return repetition;
    }

    private Node.@Nullable Repetition repetition(Node body) {
        if (text.took("*")) {
            return new Node.Repetition(body, 0, Node.UNBOUNDED);
        }
        if (text.took("+")) {
            return new Node.Repetition(body, 1, Node.UNBOUNDED);
        }
        return text.took("?") ? new Node.Repetition(body, 0, 1) : count(body);
    }

    /** A count in braces, null and nothing taken where there is none. */
    private Node.@Nullable Repetition count(Node body) {
        int before = text.at();
        int least = text.took("{") ? text.takeNumber(MOST_TIMES) : -1;
        if (least >= 0) {
            int most = least;
            if (text.took(",")) {
                int number = text.takeNumber(MOST_TIMES);
                most = number < 0 ? Node.UNBOUNDED : number;
            }
            if (text.took("}")) {
                if (most < least) {
                    throw text.refused("a count ends before it begins");
                }
                return new Node.Repetition(body, least, most);
            }
        }
        text.backTo(before);
        return null;
    }
}
