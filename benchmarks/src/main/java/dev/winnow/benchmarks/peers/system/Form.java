package dev.winnow.benchmarks.peers.system;

import java.util.regex.Pattern;

/** What a setting's values look like, so that one given by hand is refused before anything runs with it. */
public enum Form {
    /** How many there are of something. */
    COUNT("a whole number from 1 to 1024", "[1-9][0-9]{0,2}|10[01][0-9]|102[0-4]"),
    /** Whether something is done. */
    SWITCH("on or off", "on|off"),
    /** How llama.cpp keeps weights. */
    WEIGHTS("a type that llama-quantize knows, such as Q8_0", "[A-Z][A-Z0-9_]*"),
    /** How Hugging Face keeps weights and activations. */
    FLOAT("f32 or bf16", "f32|bf16"),
    /** How many tokens must be the same, and how many are guessed from there. */
    LOOKUP("off, or two lengths such as 3:7", "off|[1-9][0-9]{0,2}:[1-9][0-9]{0,2}"),
    /** Where the adapter is. */
    ADAPTER("beside or merged", "beside|merged");

    private final String words;
    private final Pattern pattern;

    Form(String words, String pattern) {
        this.words = words;
        this.pattern = Pattern.compile(pattern);
    }

    boolean admits(String value) {
        return pattern.matcher(value).matches();
    }

    /** For people. */
    String words() {
        return words;
    }
}
