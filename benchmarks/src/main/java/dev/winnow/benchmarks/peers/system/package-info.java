/**
 * Systems: Winnow's engine, llama.cpp and Hugging Face, each started as a process of its own and given the same work.
 *
 * <p>A {@link dev.winnow.benchmarks.peers.system.MeasuredSystem} starts with settings and becomes a
 * {@link dev.winnow.benchmarks.peers.system.RunningSystem}, which answers a
 * {@link dev.winnow.benchmarks.peers.system.Task}. {@link dev.winnow.benchmarks.peers.system.EngineProcess} is the
 * process of Winnow's engine; the Python script hugging_face_peer.py speaks the same lines of JSON.
 */
@NullMarked
package dev.winnow.benchmarks.peers.system;

import org.jspecify.annotations.NullMarked;
