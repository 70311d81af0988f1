/**
 * Server: any OpenAI-compatible server (vLLM, SGLang, llama.cpp) in the engine's place. Items go out as chat
 * completions with the task's schema, and what comes back is checked.
 *
 * <p>Start at {@link ServerBackend}, which finds out what the server serves; {@link ServerExtractor} sends items and
 * decides what an answer means for its item and for the others, {@link Gate} keeps how the server is. That the server
 * is away is no item's fault; shards, queues and the coordinator do not enter here.
 */
@NullMarked
package dev.winnow.worker.server;

import org.jspecify.annotations.NullMarked;
