package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A line of a batch's file.
 *
 * @param number from 1
 * @param customId the user's name for it
 * @param body what it asks
 */
record RequestLine(int number, String customId, JsonNode body) {}
