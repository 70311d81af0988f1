package dev.winnow.common.control;

import static java.util.Objects.requireNonNull;

/**
 * What the coordinator needs of a model to count tokens as the worker will: no weights.
 *
 * @param tokenizerJson the tokenizer in the Hugging Face format
 * @param chatTemplate the model's Jinja template
 * @param bosToken the text of the begin-of-sequence token, empty if the model has none
 * @param eosToken the text of the end-of-sequence token, empty if the model has none
 */
public record ModelText(String tokenizerJson, String chatTemplate, String bosToken, String eosToken) {
    public ModelText {
        requireNonNull(tokenizerJson, "tokenizerJson");
        requireNonNull(chatTemplate, "chatTemplate");
        requireNonNull(bosToken, "bosToken");
        requireNonNull(eosToken, "eosToken");
    }
}
