package dev.winnow.engine.generation;

/**
 * How busy a generator is.
 *
 * @param running rows in prefill or decode
 * @param waiting requests that are accepted and not begun
 * @param tokensPerSecond output tokens over about the last ten seconds
 * @param kvTokensUsed tokens of the KV cache that running rows have reserved, or that are kept for rows that begin
 *     alike
 * @param kvTokensTotal tokens that fit the KV cache
 */
public record GenerationLoad(int running, int waiting, double tokensPerSecond, long kvTokensUsed, long kvTokensTotal) {}
