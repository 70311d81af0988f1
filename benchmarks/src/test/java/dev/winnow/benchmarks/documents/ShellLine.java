package dev.winnow.benchmarks.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that people type, as far as it calls `winnow`.
 *
 * @param calls the words behind each call
 */
record ShellLine(List<List<String>> calls) {
    private static final Pattern CALL =
            Pattern.compile("(?:^\\$? *|\\$\\(|&& |; |\\| )(?:[A-Z_]+=\\S* )*(?:\\./)?winnow(?= |$)");
    private static final String FENCE = "```";

    ShellLine {
        calls = List.copyOf(calls);
    }

    /** Those in the blocks of a page. */
    static List<ShellLine> inBlocksOf(String page) {
        List<ShellLine> found = new ArrayList<>();
        boolean inBlock = false;
        for (String line : page.replaceAll(" *\\\\\n *", " ").lines().toList()) {
            if (line.strip().startsWith(FENCE)) {
                inBlock = !inBlock;
            } else if (inBlock) {
                found.add(read(line));
            }
        }
        return found;
    }

    static ShellLine read(String line) {
        List<List<String>> calls = new ArrayList<>();
        Matcher call = CALL.matcher(line);
        while (call.find()) {
            List<String> words = words(line.substring(call.end()));
            if (!words.isEmpty()) {
                calls.add(words);
            }
        }
        return new ShellLine(calls);
    }

    /**
     * Up to the end of the call: what the shell takes for one, or two spaces, behind which pages explain. A `|` between
     * spaces stays as a word, since pages write other commands of a kind behind it, too.
     */
    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        boolean begun = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                if (quote != 0) {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                begun = true;
            } else if (c == ' ') {
                if (begun || !word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                } else if (!words.isEmpty()) {
                    return words;
                }
            } else if (")>;&#".indexOf(c) >= 0) {
                break;
            } else if (c != '[' && c != ']') { // around what may be left out
                word.append(c);
            }
        }
        if (begun || !word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }
}
