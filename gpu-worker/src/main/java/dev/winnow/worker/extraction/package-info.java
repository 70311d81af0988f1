/**
 * Extraction: an item and its task become tokens, the generator's tokens become a result.
 *
 * <p>Start at {@link Extractor}, the edge that the shards see; {@link ModelExtractor} is the real one. Shards, queues
 * and the coordinator do not enter here.
 */
@NullMarked
package dev.winnow.worker.extraction;

import org.jspecify.annotations.NullMarked;
