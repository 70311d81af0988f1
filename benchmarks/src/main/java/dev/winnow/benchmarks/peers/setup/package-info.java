/**
 * Set-up: what a run needs before it measures, made once and kept under the cache folder.
 *
 * <p>{@link dev.winnow.benchmarks.peers.setup.PeerFolder} holds it: llama.cpp built for this machine, a Python
 * environment for Hugging Face and one for llguidance, the base model in their formats, and for each data set an
 * adapter, merged.
 */
@NullMarked
package dev.winnow.benchmarks.peers.setup;

import org.jspecify.annotations.NullMarked;
