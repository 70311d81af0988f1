package dev.winnow.worker.extraction;

/**
 * How busy an extractor is.
 *
 * @param running items in prefill or decode
 * @param waiting items that were taken and not begun
 * @param tokensPerSecond output tokens over about the last ten seconds
 * @param kvTokensUsed tokens of the KV cache that running rows have reserved, or that are kept for rows that begin
 *     alike
 * @param kvTokensTotal tokens that fit the KV cache
 */
public record ExtractionLoad(int running, int waiting, double tokensPerSecond, long kvTokensUsed, long kvTokensTotal) {}
