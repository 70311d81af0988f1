package dev.winnow.benchmarks.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The environment variables that coordinator and worker read, from the sources of their configuration. */
final class KnownVariables {
    private static final Pattern PREFIX = Pattern.compile("@ConfigMapping\\(prefix = \"([^\"]+)\"\\)");
    private static final Pattern SETTING =
            Pattern.compile("(?m)(?:@WithName\\(\"([^\"]+)\"\\)\\s+(?:@\\S+\\s+)*)?^    [A-Z<>a-z, ]+ (\\w+)\\(\\);");
    private static final Pattern PROPERTY = Pattern.compile("(?m)^(winnow\\.[a-z.-]+)=|\\$\\{(WINNOW_[A-Z_]+)");

    private KnownVariables() {}

    /** Those of a module. */
    static Set<String> of(String module) throws IOException {
        Path sources = Project.ROOT.resolve(module).resolve("src/main");
        Set<String> known = new TreeSet<>();
        Matcher properties = PROPERTY.matcher(Project.read(sources.resolve("resources/application.properties")));
        while (properties.find()) {
            known.add(properties.group(2) != null ? properties.group(2) : variable(properties.group(1)));
        }
        try (Stream<Path> files = Files.walk(sources.resolve("java"))) {
            List<String> mappings = files.filter(file -> file.toString().endsWith("Config.java"))
                    .map(Project::read)
                    .toList();
            mappings.forEach(mapping -> addSettings(mapping, known));
        }
        return known;
    }

    private static void addSettings(String mapping, Set<String> known) {
        Matcher prefix = PREFIX.matcher(mapping);
        if (!prefix.find()) {
            return;
        }
        Matcher settings = SETTING.matcher(mapping);
        while (settings.find()) {
            String name = settings.group(1) != null
                    ? settings.group(1)
                    : settings.group(2).replaceAll("([A-Z])", "-$1");
            known.add(variable(prefix.group(1) + "." + name));
        }
    }

    private static String variable(String property) {
        return property.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }
}
