package dev.winnow.coordinator.recording;

import dev.winnow.coordinator.recording.ParkedMessages.Parked;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A parked message as the API shows it.
 *
 * @param queue where it came from
 * @param reason why it could not be handled
 * @param parkedAt when it came first
 * @param bytes how many the whole message has
 * @param encoding of the body here: {@code utf-8}, or {@code base64} where it is no text
 * @param body the message, or in a list its beginning
 */
@Schema(name = "ParkedMessage", example = """
                {"id": 17, "queue": "winnow.results", "reason": "there is no shard 4242", \
                "parked_at": "2026-01-01T12:00:00Z", "bytes": 512, "encoding": "utf-8", "body": "{\\"type\\":\\"items"}""")
public record ParkedView(
        long id, String queue, String reason, Instant parkedAt, int bytes, String encoding, String body) {
    static ParkedView of(Parked message) {
        String text = text(message.body(), message.body().length == message.bytes());
        return new ParkedView(
                message.id(),
                message.queue(),
                message.reason(),
                message.parkedAt(),
                message.bytes(),
                text.isEmpty() && message.bytes() > 0 ? "base64" : "utf-8",
                text.isEmpty() ? Base64.getEncoder().encodeToString(message.body()) : text);
    }

    // A beginning may end within a character, which is then left out; anything else that is no UTF-8 is no text.
    private static String text(byte[] bytes, boolean whole) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult end = decoder.decode(ByteBuffer.wrap(bytes), text, whole);
        return end.isError() ? "" : text.flip().toString();
    }
}
