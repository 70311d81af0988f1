package dev.winnow.engine.model;

import java.util.List;

/** The tokens that end a turn in the chat formats of the supported families. */
public final class EndTokens {
    /** ChatML's and Llama 3's; many models name only one end token and yet end their turns with one of these. */
    public static final List<String> OF_TURNS = List.of("<|im_end|>", "<|eot_id|>");

    private EndTokens() {}
}
