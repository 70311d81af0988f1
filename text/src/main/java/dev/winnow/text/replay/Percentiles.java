package dev.winnow.text.replay;

/** What many times come to; all zero where there are none. */
public record Percentiles(double p50, double mean, double p99, double max) {}
