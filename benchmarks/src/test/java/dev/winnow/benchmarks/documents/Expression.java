package dev.winnow.benchmarks.documents;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PromQL expression, read as far as to know what it asks for; scripts/observability parses the whole of it. */
record Expression(String text) {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right) *\\([^)]*\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^]]*]");
    // Functions and aggregations have a parenthesis behind them.
    private static final Pattern NAME = Pattern.compile("(?<![\\w.])([a-zA-Z_]\\w*)(?![\\w(]| *\\()(\\{[^}]*})?");
    private static final Pattern MATCHED = Pattern.compile("(\\w+) *(?:=|!)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    /** The series that it asks for, with the labels that it matches. */
    Map<String, Set<String>> series() {
        String bare = TEXT.matcher(text).replaceAll("\"\"");
        bare = RANGE.matcher(GROUPING.matcher(bare).replaceAll(" ")).replaceAll(" ");
        Map<String, Set<String>> found = new TreeMap<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            if (!WORDS.contains(name.group(1))) {
                Set<String> labels = found.computeIfAbsent(name.group(1), series -> new TreeSet<>());
                Matcher matched = MATCHED.matcher(name.group(2) == null ? "" : name.group(2));
                while (matched.find()) {
                    labels.add(matched.group(1));
                }
            }
        }
        return found;
    }
}
