/**
 * Extraction: an item and its task become tokens, the generator's tokens become a result.
 *
 * <p>Start at {@link Extractor}, the edge that the shards see; {@link ModelExtractor} is the one with a model of its
 * own, {@code dev.winnow.worker.server} has the one that asks a server. Shards, queues and the coordinator do not enter
 * here.
 */
@NullMarked
package dev.winnow.worker.extraction;

import org.jspecify.annotations.NullMarked;
