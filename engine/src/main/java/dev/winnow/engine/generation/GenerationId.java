package dev.winnow.engine.generation;

/**
 * An accepted request.
 *
 * @param number counts up within one generator
 */
public record GenerationId(long number) {}
