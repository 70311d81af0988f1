package dev.winnow.benchmarks.documents;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process shows to Prometheus.
 *
 * @param labels of each metric, by the name under which its type is told; those that only divide it up are left out
 */
public record Scrape(Map<String, Set<String>> labels) {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? \\S+");
    // The trace in which a number was counted last, where traces are on.
    private static final Pattern EXEMPLAR = Pattern.compile(" # \\{.*$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

    /** Reads the text format. */
    public static Scrape of(String text) {
        Map<String, Set<String>> labels = new TreeMap<>();
        String metric = "";
        for (String line : text.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(EXEMPLAR.matcher(line).replaceFirst(""));
            if (type.lookingAt()) {
                metric = type.group(2).equals("counter") && !type.group(1).endsWith("_total")
                        ? type.group(1) + "_total"
                        : type.group(1);
            } else if (sample.matches()) {
                Set<String> seen = labels.computeIfAbsent(metric, name -> new TreeSet<>());
                Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
                while (label.find()) {
                    seen.add(label.group(1));
                }
                seen.removeAll(Set.of("le", "quantile"));
            }
        }
        return new Scrape(labels);
    }

    /** Those of Winnow, with the greatest of a time left out, which comes with it. */
    public Map<String, Set<String>> winnow() {
        Map<String, Set<String>> own = new TreeMap<>(labels);
        own.keySet().removeIf(name -> !name.startsWith("winnow_") || name.endsWith("_seconds_max"));
        return own;
    }
}
