package dev.winnow.coordinator.fleet;

/**
 * What the live workers of a pool can do together.
 *
 * @param workers that take work now
 * @param slots items that they decode at once
 * @param measured how many of them have shown a rate
 * @param tokensPerSecond output tokens a second of all; those that have shown none count as the others by their slots.
 *     0 if nobody has shown one
 */
public record PoolSpeed(int workers, int slots, int measured, double tokensPerSecond) {}
