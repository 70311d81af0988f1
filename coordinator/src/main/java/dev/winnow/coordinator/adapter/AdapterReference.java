package dev.winnow.coordinator.adapter;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.coordinator.problem.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a request names an adapter. */
sealed interface AdapterReference {
    /** One version of a name: {@code recipes@2}. */
    record Version(String name, int number) implements AdapterReference {}

    /** Whatever the alias stands for now: {@code champion}. */
    record Alias(String alias) implements AdapterReference {}

    /** Its content: {@code sha256:...}. */
    record Hash(String hash) implements AdapterReference {}

    /** What names and aliases are like. */
    Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    Pattern VERSION = Pattern.compile("(" + NAME + ")@([1-9][0-9]{0,8})");

    /**
     * Reads one.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if it is none
     */
    static AdapterReference read(String text) {
        if (AdapterFiles.isHash(text)) {
            return new Hash(text);
        }
        Matcher version = VERSION.matcher(text);
        if (version.matches()) {
            return new Version(version.group(1), Integer.parseInt(version.group(2)));
        }
        if (NAME.matcher(text).matches()) {
            return new Alias(text);
        }
        throw Problem.of(422, "invalid_adapter", "'%s' names no adapter".formatted(text))
                .at("/adapter")
                .remedy("write a version as recipes@2, an alias as champion, or a hash as sha256:...")
                .exception();
    }

    /**
     * Refuses what cannot be a name.
     *
     * @param what it is to be: name or alias
     */
    static String requireName(String what, String text) {
        if (!NAME.matcher(text).matches()) {
            throw Problem.of(422, "invalid_name", "the %s '%s' cannot be used".formatted(what, text))
                    .at("/" + what)
                    .limit(64)
                    .remedy("use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first")
                    .exception();
        }
        return text;
    }
}
