package dev.winnow.engine.model.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where pip would look for packages on this machine: {@code PIP_INDEX_URL}, else {@code index-url} of pip's
 * configuration files, else the public index. Further indexes ({@code extra-index-url}) are not asked.
 */
final class PipSettings {
    private static final String PUBLIC = "https://pypi.org/simple";
    private static final Set<String> SECTIONS = Set.of("global", "install", "download");
    private static final Pattern SECTION = Pattern.compile("\\[([^]]+)].*");
    private static final Pattern ENTRY = Pattern.compile("index[-_]url\\s*[=:]\\s*(\\S+)\\s*");

    private PipSettings() {}

    /** The address of the simple index, with a slash at its end. */
    static URI index(Environment environment) throws IOException {
        Optional<String> found = environment.variable("PIP_INDEX_URL");
        String origin = "PIP_INDEX_URL";
        for (Path file : found.isPresent() ? List.<Path>of() : files(environment)) {
            found = indexIn(file);
            origin = file.toString();
            if (found.isPresent()) {
                break;
            }
        }
        return address(found.orElse(PUBLIC), origin);
    }

    /** The configuration files, the most important first. */
    private static List<Path> files(Environment environment) {
        List<Path> files = new ArrayList<>();
        environment.variable("PIP_CONFIG_FILE").map(Path::of).ifPresent(files::add);
        // pip takes a PIP_CONFIG_FILE of /dev/null as: read no configuration.
        if (environment.variable("PIP_CONFIG_FILE").filter("/dev/null"::equals).isPresent()) {
            return List.of();
        }
        Path settings = environment
                .variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .orElse(environment.home().resolve(".config"));
        files.add(settings.resolve("pip").resolve("pip.conf"));
        files.add(environment.home().resolve(".pip").resolve("pip.conf"));
        files.add(environment.root().resolve("etc").resolve("pip.conf"));
        return files;
    }

    private static Optional<String> indexIn(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        Optional<String> found = Optional.empty();
        String section = "";
        for (String line : Files.readAllLines(file)) {
            String stripped = line.strip();
            Matcher head = SECTION.matcher(stripped);
            Matcher entry = ENTRY.matcher(stripped);
            if (head.matches()) {
                section = head.group(1).strip().toLowerCase(Locale.ROOT);
            } else if (entry.matches() && SECTIONS.contains(section)) {
                found = Optional.of(entry.group(1));
            }
        }
        return found;
    }

    private static URI address(String text, String origin) throws DownloadFailedException {
        try {
            URI address = URI.create(text.endsWith("/") ? text : text + "/");
            return HttpAccess.requireAllowed(address, address);
        } catch (IllegalArgumentException | DownloadFailedException e) {
            // The text may hold a password, so it is not shown.
            throw new DownloadFailedException(
                    "the package index of %s is no http or https address; correct it".formatted(origin), e);
        }
    }
}
