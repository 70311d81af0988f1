/**
 * Extraction: documents in, JSON out, through the service.
 *
 * <p>{@link dev.winnow.cli.extraction.Documents} reads the files, {@link dev.winnow.cli.extraction.RequestBody} streams
 * them, {@link dev.winnow.cli.extraction.JobFollower} waits, {@link dev.winnow.cli.extraction.Results} brings the
 * result.
 */
@NullMarked
package dev.winnow.cli.extraction;

import org.jspecify.annotations.NullMarked;
