package dev.winnow.coordinator.item;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Items of a job that failed for one reason.
 *
 * @param code the reason
 * @param items how many they are
 * @param firstPosition of the first of them
 * @param message what is said of the first
 */
@Schema(name = "ErrorGroup")
record ErrorGroup(String code, long items, int firstPosition, String message) {}
