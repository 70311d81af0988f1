package dev.winnow.coordinator.embedded;

/**
 * The embedded broker has started with this process and holds no message of an earlier run. Fired once, when the
 * application has started: whatever was published before and not claimed has to be published again.
 *
 * @param broker where it is
 */
public record BrokerStartedEmpty(String broker) {}
