/**
 * Documents: a folder's texts with the outputs that they should give, as a model's tokens, and how near an output
 * comes.
 *
 * <p>{@link dev.winnow.benchmarks.peers.document.DataSet} reads a folder,
 * {@link dev.winnow.benchmarks.peers.document.TextModel} turns its documents into
 * {@link dev.winnow.benchmarks.peers.document.TokenDocument}s exactly as a worker does, and
 * {@link dev.winnow.benchmarks.peers.document.FieldScore} judges.
 */
@NullMarked
package dev.winnow.benchmarks.peers.document;

import org.jspecify.annotations.NullMarked;
