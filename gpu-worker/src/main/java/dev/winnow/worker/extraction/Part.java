package dev.winnow.worker.extraction;

import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.text.window.Window;

/**
 * One request of an item.
 *
 * @param number from 0, in the order of the document
 * @param window what of the document it is about
 */
record Part(int number, Window window, int promptTokens, GenerationRequest request) {}
