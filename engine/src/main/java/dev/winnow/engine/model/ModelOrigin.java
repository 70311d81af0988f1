package dev.winnow.engine.model;

import static java.util.Objects.requireNonNull;

/**
 * What a model's files say of where it comes from.
 *
 * @param family as the files name it: {@code llama}, {@code qwen2}, {@code qwen3}, {@code mistral}
 * @param licence empty where the files do not say
 */
public record ModelOrigin(String family, String licence) {
    public ModelOrigin {
        requireNonNull(family, "family");
        requireNonNull(licence, "licence");
    }
}
