package dev.winnow.coordinator.dataset;

/**
 * A row that can be trained on.
 *
 * @param line where it stood in its file, from 1
 * @param output as the model is to write it; JSON is compact
 */
public record Row(int line, String instruction, String input, String output) {}
