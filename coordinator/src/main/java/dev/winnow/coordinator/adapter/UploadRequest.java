package dev.winnow.coordinator.adapter;

import dev.winnow.coordinator.model.CatalogModel;
import dev.winnow.coordinator.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an upload says besides the files.
 *
 * @param base the model, or null for the one that the configuration names
 */
record UploadRequest(
        String name,
        @Nullable String base,
        @Nullable String instruction,
        @Nullable String notes) {
    private static final int LONGEST_TEXT = 32_768;

    /** Checks what a request has said. */
    static UploadRequest of(
            @Nullable String name, @Nullable String base, @Nullable String instruction, @Nullable String notes) {
        if (name == null) {
            throw Problem.of(422, "invalid_name", "the request gives the adapter no name")
                    .at("/name")
                    .remedy("add ?name=recipes to the URL; its versions become recipes@1, recipes@2, ...")
                    .exception();
        }
        return new UploadRequest(
                AdapterReference.requireName("name", name),
                base,
                text("instruction", instruction),
                text("notes", notes));
    }

    private static @Nullable String text(String name, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
            throw Problem.of(
                            422,
                            "invalid_option",
                            "%s has %d characters, or a zero among them".formatted(name, text.length()))
                    .at("/" + name)
                    .limit(LONGEST_TEXT)
                    .remedy("shorten it, and leave U+0000 out")
                    .exception();
        }
        return text;
    }

    /**
     * The model that the adapter is for.
     *
     * @param trainedFrom what its configuration names, often a path on another machine; its last part may be a model's
     *     name
     */
    String baseAmong(List<CatalogModel> models, String trainedFrom) {
        String wanted = base != null ? base : trainedFrom.substring(trainedFrom.lastIndexOf('/') + 1);
        return models.stream()
                .map(CatalogModel::name)
                .filter(model -> base != null ? model.equals(wanted) : model.equalsIgnoreCase(wanted))
                .findFirst()
                .orElseThrow(() -> unknown(models, trainedFrom));
    }

    private RuntimeException unknown(List<CatalogModel> models, String trainedFrom) {
        String names = models.stream().map(CatalogModel::name).collect(Collectors.joining(", "));
        String choose = names.isEmpty()
                ? "start a worker with the adapter's model first: none has registered yet"
                : "name the model that it was trained on: ?base=M, or --base M, one of " + names;
        return Problem.of(
                        422,
                        "unknown_base",
                        base != null
                                ? "there is no model '%s'".formatted(base)
                                : "the adapter's configuration names '%s', which is no model here"
                                        .formatted(trainedFrom))
                .at("/base")
                .remedy(choose)
                .exception();
    }
}
