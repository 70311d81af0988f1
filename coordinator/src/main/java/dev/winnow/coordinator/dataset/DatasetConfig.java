package dev.winnow.coordinator.dataset;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of what datasets may take. */
@ConfigMapping(prefix = "winnow.datasets")
public interface DatasetConfig {
    /** The most rows of a dataset, repeated ones not counted. */
    @WithDefault("200000")
    int mostRows();

    /** The most rows that are held out; their fingerprints are in memory together while leaks are looked for. */
    @WithDefault("20000")
    int mostHeldOutRows();

    /** The least rows to train on: fewer teach a model nothing that it keeps. */
    @WithDefault("10")
    int leastRows();

    /** The longest row in bytes, as it stands in its file. */
    @WithDefault("1048576")
    int rowBytes();

    /** The largest import in bytes: all that is in its ZIP, unpacked. */
    @WithDefault("1073741824")
    long mostBytes();

    /** Datasets that a tenant may have. */
    @WithDefault("1000")
    int perTenant();

    /** How many bad rows are named before an import is given up. */
    @WithDefault("20")
    int namedErrors();

    /** How alike inputs must be, from 0 to 1 by the five-character runs that they share, to count as the same. */
    @WithDefault("0.8")
    double leakSimilarity();

    /** Imports at the same time; each holds a database connection. */
    @WithDefault("2")
    int imports();

    /** How long an import waits for a client that has stopped sending. */
    @WithDefault("PT1M")
    Duration uploadPatience();
}
