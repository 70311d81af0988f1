/**
 * Documents: a folder's texts with the outputs that they should give, as a model's tokens.
 *
 * <p>{@link dev.winnow.benchmarks.peers.document.DataSet} reads a folder,
 * {@link dev.winnow.benchmarks.peers.document.TextModel} turns its documents into
 * {@link dev.winnow.benchmarks.peers.document.TokenDocument}s exactly as a worker does.
 */
@NullMarked
package dev.winnow.benchmarks.peers.document;

import org.jspecify.annotations.NullMarked;
