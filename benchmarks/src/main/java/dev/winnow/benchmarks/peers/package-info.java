/**
 * Peers: Winnow's engine, llama.cpp and Hugging Face give the same outputs from the same documents, one after the
 * other.
 *
 * <p>Start at {@link dev.winnow.benchmarks.peers.PeersCommand}. {@code setup} builds the peers and trains the adapter
 * that all run with, {@code document} turns texts into the same tokens for all, {@code system} starts each and gives it
 * work, {@code measure} searches settings and makes figures of what came back.
 */
@NullMarked
package dev.winnow.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
