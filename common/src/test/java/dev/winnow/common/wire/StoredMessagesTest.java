package dev.winnow.common.wire;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.work.WorkMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages as releases write them, which the next one must read, since both run side by side while a system is
 * upgraded. A stored file is never changed: a release whose messages look otherwise adds one of its own.
 */
class StoredMessagesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEWEST = "messages-0.1.ndjson";

    @ParameterizedTest
    @MethodSource("newest")
    void what_this_release_writes_is_what_is_stored(String line) throws IOException {
        assertThat(JSON.readTree(rewritten(line))).isEqualTo(JSON.readTree(line));
    }

    @ParameterizedTest
    @MethodSource("newest")
    void fields_of_the_next_release_are_no_hindrance(String line) throws IOException {
        ObjectNode newer = (ObjectNode) JSON.readTree(line);
        newer.put("of_the_next_release", 1);
        newer.forEach(field -> {
            if (field instanceof ObjectNode inner) {
                inner.putArray("of_the_next_release").add("x");
            }
        });

        assertThat(JSON.readTree(rewritten(newer.toString()))).isEqualTo(JSON.readTree(line));
    }

    @Test
    void a_message_of_every_type_is_stored() throws IOException {
        Set<String> stored = newest().map(StoredMessagesTest::type).collect(Collectors.toSet());

        Set<String> all = Stream.of(WorkMessage.class, ResultMessage.class, OnlineReply.class)
                .flatMap(family -> Arrays.stream(
                        requireNonNull(family.getAnnotation(JsonSubTypes.class)).value()))
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.toSet());
        assertThat(stored).isEqualTo(all);
    }

    static Stream<String> newest() throws IOException {
        try (InputStream file = requireNonNull(StoredMessagesTest.class.getResourceAsStream(NEWEST))) {
            return List.of(new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")).stream();
        }
    }

    private static String type(String line) {
        try {
            return JSON.readTree(line).path("type").asText();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] rewritten(String line) throws IOException {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        JsonNode type = JSON.readTree(line).path("type");
        return switch (type.asText()) {
            case "shard_work", "training_work", "online_work", "online_cancel" ->
                WireFormat.write(WireFormat.readWork(bytes));
            case "items_finished" -> WireFormat.write(WireFormat.readResult(bytes));
            default -> WireFormat.write(WireFormat.readReply(bytes));
        };
    }
}
