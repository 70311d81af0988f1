/**
 * Configuration: the typed settings of the coordinator, and the few beans that everything shares (clock, JSON, broker
 * connection). Settings begin with {@code winnow.}; their defaults are tested. No feature is imported here.
 */
@NullMarked
package dev.winnow.coordinator.config;

import org.jspecify.annotations.NullMarked;
