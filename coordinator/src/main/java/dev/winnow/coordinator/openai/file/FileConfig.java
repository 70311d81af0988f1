package dev.winnow.coordinator.openai.file;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the files of clients of OpenAI. */
@ConfigMapping(prefix = "winnow.openai.files")
public interface FileConfig {
    /** The largest file in bytes. */
    @WithDefault("536870912")
    long mostBytes();

    /** The largest file with purpose batch, in bytes. */
    @WithDefault("209715200")
    long batchBytes();

    /** The most requests in a file with purpose batch. */
    @WithDefault("50000")
    int batchLines();

    /** The most bytes of all files that a tenant keeps. */
    @WithDefault("107374182400")
    long tenantBytes();

    /** Uploads at the same time; each holds a database connection while its client sends. */
    @WithDefault("4")
    int uploads();

    /** How long an upload waits for a client that has stopped sending. */
    @WithDefault("PT1M")
    Duration uploadPatience();

    /** How long the repetition of a request that was answered gets the same object, for files and batches. */
    @WithDefault("PT10M")
    Duration retryWindow();
}
