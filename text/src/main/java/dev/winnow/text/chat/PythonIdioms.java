package dev.winnow.text.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What templates take from Python and Jinjava does not know, written as Jinjava knows it: {@code [::-1]},
 * {@code startswith} and {@code endswith}, and named arguments of {@code namespace} that are computed. Only what stands
 * inside of tags and outside of quotes is touched.
 */
final class PythonIdioms {
    // Values with brackets or quotes are left alone: a comma in them would not end an argument.
    private static final Pattern NAMESPACE = Pattern.compile("\\bnamespace\\(([^()\\[\\]{}\"']*)\\)");
    private static final Pattern ARGUMENT = Pattern.compile("(\\w+)\\s*=\\s*([^,=]+)");

    private final String template;
    private final StringBuilder translated = new StringBuilder();
    private int at;

    private PythonIdioms(String template) {
        this.template = template;
    }

    /** The template as Jinjava can run it. */
    static String translated(String template) {
        PythonIdioms idioms = new PythonIdioms(template);
        while (idioms.at < template.length()) {
            idioms.next();
        }
        return idioms.translated.toString();
    }

    private void next() {
        if (template.startsWith("{#", at)) {
            int end = template.indexOf("#}", at + 2);
            copyTo(end < 0 ? template.length() : end + 2);
        } else if (template.startsWith("{%", at) || template.startsWith("{{", at)) {
            tag();
        } else {
            copyTo(at + 1);
        }
    }

    private void tag() {
        int end = at + 2;
        while (end < template.length()) {
            char c = template.charAt(end);
            if (c == '\'' || c == '"') {
                translateTo(end);
                copyTo(afterQuote(end));
                end = at;
            } else if (template.startsWith("%}", end) || template.startsWith("}}", end)) {
                translateTo(end);
                copyTo(end + 2);
                return;
            } else {
                end++;
            }
        }
        translateTo(end);
    }

    private int afterQuote(int open) {
        for (int i = open + 1; i < template.length(); i++) {
            if (template.charAt(i) == '\\') {
                i++;
            } else if (template.charAt(i) == template.charAt(open)) {
                return i + 1;
            }
        }
        return template.length();
    }

    private void copyTo(int end) {
        translated.append(template, at, end);
        at = end;
    }

    private void translateTo(int end) {
        String known = template.substring(at, end)
                .replace("[::-1]", "|reverse")
                .replace(".startswith(", ".startsWith(")
                .replace(".endswith(", ".endsWith(");
        // Jinjava reads a=b|length - 1 as (a=b|length) - 1.
        translated.append(NAMESPACE
                .matcher(known)
                .replaceAll(call -> Matcher.quoteReplacement(
                        "namespace(" + ARGUMENT.matcher(call.group(1)).replaceAll("$1=($2)") + ")")));
        at = end;
    }
}
