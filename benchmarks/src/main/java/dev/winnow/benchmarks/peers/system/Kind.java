package dev.winnow.benchmarks.peers.system;

import java.util.Locale;

/** What is asked of the documents. */
public enum Kind {
    /** To read the prompts, and no more than one token behind each. */
    PREFILL,
    /** To write what the model says, within the schema. */
    FREE,
    /** To write the reference outputs, token by token. */
    FORCED;

    /** For people and in figures. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
