package dev.winnow.cli.installation;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the files of a model lie on this machine, once a worker has fetched them. */
public final class ModelPlace {
    private static final Pattern PACKAGE = Pattern.compile("pypi:(.+)==(.+)");
    private static final Pattern REPOSITORY = Pattern.compile("hf:([^/@]+)/([^/@]+)(?:/([^/@]+))?(?:@([^@]+))?");

    private ModelPlace() {}

    /**
     * The folder that workers keep a model in, or the path that the model was given as.
     *
     * @param cache where models are kept
     * @throws IllegalArgumentException if the text names no model; the message has the forms
     */
    public static Path of(String model, Path cache) {
        ModelForm.require(model);
        Matcher wheel = PACKAGE.matcher(model.toLowerCase(Locale.ROOT));
        if (wheel.matches()) {
            String name = wheel.group(1).strip().replaceAll("[-_.]+", "-");
            return cache.resolve("pypi").resolve(name + "-" + wheel.group(2).strip());
        }
        Matcher repository = REPOSITORY.matcher(model);
        if (repository.matches()) {
            String revision = repository.group(4) == null ? "main" : repository.group(4);
            String file = repository.group(3) == null ? "" : "+" + repository.group(3);
            return cache.resolve("hf")
                    .resolve(repository.group(1))
                    .resolve(repository.group(2))
                    .resolve(revision + file);
        }
        return Path.of(model);
    }
}
