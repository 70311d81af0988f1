package dev.winnow.worker.health;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a worker is in its life. */
public enum Phase {
    /** Model files are being fetched. */
    @JsonProperty("downloading")
    DOWNLOADING,
    /** Weights are being read. */
    @JsonProperty("loading")
    LOADING,
    /** It takes work, as far as broker and coordinator let it. */
    @JsonProperty("ready")
    READY,
    /** It takes no more work. */
    @JsonProperty("draining")
    DRAINING,
    /** It cannot go on; the message says why and what to do. */
    @JsonProperty("failed")
    FAILED
}
