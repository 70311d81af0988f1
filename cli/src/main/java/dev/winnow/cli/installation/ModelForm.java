package dev.winnow.cli.installation;

import java.util.regex.Pattern;

/** How a model is named, as far as can be told before a worker starts, which reads the same forms. */
final class ModelForm {
    private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,95}";
    private static final Pattern PACKAGE = Pattern.compile(
            "pypi:\\s*[a-z0-9]+([-_.]+[a-z0-9]+)*\\s*==\\s*[a-z0-9]+([._+!-][a-z0-9]+)*", Pattern.CASE_INSENSITIVE);
    private static final Pattern REPOSITORY = Pattern.compile(
            "hf:" + PART + "/" + PART + "(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}\\.gguf)?(@" + PART + ")?");
    private static final Pattern OTHER_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    private ModelForm() {}

    /** Throws an {@link IllegalArgumentException} with the forms, if the text is none of them. */
    static void require(String model) {
        boolean isForm = PACKAGE.matcher(model).matches()
                || REPOSITORY.matcher(model).matches()
                || (!model.isBlank() && !OTHER_SCHEME.matcher(model).matches());
        if (!isForm) {
            throw new IllegalArgumentException(
                    "model must be pypi:PACKAGE==VERSION, hf:ORG/NAME[/FILE.gguf][@REVISION],"
                            + " or the path of a folder or a .gguf file, was '" + model + "'");
        }
    }
}
