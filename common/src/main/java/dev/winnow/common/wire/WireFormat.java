package dev.winnow.common.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonAppend;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.result.ResultMessage;
import dev.winnow.common.work.WorkMessage;
import java.io.IOException;

/**
 * Queue messages as JSON: {@code {"v": 1, "type": "...", ...}}. Unknown fields are ignored, so that a newer sender can
 * add some; an unknown version or type is refused. Thread-safe.
 */
public final class WireFormat {
    /** The version that this build writes, and the only one that it reads. */
    public static final int VERSION = 1;

    private static final String VERSION_FIELD = "v";

    private static final ObjectMapper MAPPER = configure(new JsonMapper())
            .addMixIn(WorkMessage.class, Versioned.class)
            .addMixIn(ResultMessage.class, Versioned.class)
            .addMixIn(OnlineReply.class, Versioned.class);

    private static final ObjectWriter WRITER = MAPPER.writer().withAttribute(VERSION_FIELD, VERSION);

    private WireFormat() {}

    /** Gives a mapper the project's conventions: snake_case names, unknown fields ignored. */
    public static <M extends ObjectMapper> M configure(M mapper) {
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, true);
        return mapper;
    }

    /**
     * Writes a message for a pool's queue.
     *
     * @throws MessageRefusedException if it is larger than {@link SizeLimits#MESSAGE_BYTES}
     */
    public static byte[] write(WorkMessage message) {
        return writeAny(message);
    }

    /**
     * Writes a message for the results queue.
     *
     * @throws MessageRefusedException if it is larger than {@link SizeLimits#MESSAGE_BYTES}
     */
    public static byte[] write(ResultMessage message) {
        return writeAny(message);
    }

    /**
     * Writes a message for the queue of whoever waits.
     *
     * @throws MessageRefusedException if it is larger than {@link SizeLimits#MESSAGE_BYTES}
     */
    public static byte[] write(OnlineReply reply) {
        return writeAny(reply);
    }

    /**
     * Reads what a worker says of an online request.
     *
     * @throws MessageRefusedException if the bytes are too many, no JSON, of an unknown version or type, or invalid
     */
    public static OnlineReply readReply(byte[] bytes) {
        return read(bytes, OnlineReply.class);
    }

    /**
     * Reads a message from a pool's queue.
     *
     * @throws MessageRefusedException if the bytes are too many, no JSON, of an unknown version or type, or invalid
     */
    public static WorkMessage readWork(byte[] bytes) {
        return read(bytes, WorkMessage.class);
    }

    /**
     * Reads a message from the results queue.
     *
     * @throws MessageRefusedException if the bytes are too many, no JSON, of an unknown version or type, or invalid
     */
    public static ResultMessage readResult(byte[] bytes) {
        return read(bytes, ResultMessage.class);
    }

    private static byte[] writeAny(Object message) {
        try {
            byte[] bytes = WRITER.writeValueAsBytes(message);
            requireSize(bytes);
            return bytes;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record can always be written", e);
        }
    }

    private static <T> T read(byte[] bytes, Class<T> type) {
        requireSize(bytes);
        try {
            requireVersion(bytes);
            return MAPPER.readValue(bytes, type);
        } catch (IOException e) {
            throw new MessageRefusedException("message cannot be read: " + e.getMessage(), e);
        }
    }

    // Whatever the rest looks like in another version. This build writes it first, so that no more is looked at.
    private static void requireVersion(byte[] bytes) throws IOException {
        String version = "none";
        try (JsonParser parser = MAPPER.createParser(bytes)) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            while (object && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean found = parser.currentName().equals(VERSION_FIELD);
                JsonToken value = parser.nextToken();
                if (found && value == JsonToken.VALUE_NUMBER_INT && parser.getIntValue() == VERSION) {
                    return;
                }
                if (found) {
                    version = parser.getText();
                    break;
                }
                parser.skipChildren();
            }
        }
        throw new MessageRefusedException(
                "message has version %s, this build reads only version %d: run the same release everywhere"
                        .formatted(version, VERSION));
    }

    private static void requireSize(byte[] bytes) {
        if (bytes.length > SizeLimits.MESSAGE_BYTES) {
            throw new MessageRefusedException(
                    "message has %d bytes, the limit is %d".formatted(bytes.length, SizeLimits.MESSAGE_BYTES));
        }
    }

    /** Puts the version before a message's own fields. */
    @JsonAppend(attrs = @JsonAppend.Attr(VERSION_FIELD), prepend = true)
    private interface Versioned {}
}
