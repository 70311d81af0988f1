package dev.winnow.coordinator.item;

/** Why an item has no output. */
record ItemError(String code, String message) {}
