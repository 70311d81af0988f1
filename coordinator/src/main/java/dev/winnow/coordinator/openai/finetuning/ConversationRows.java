package dev.winnow.coordinator.openai.finetuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.openai.chat.ChatMessages;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.upload.LineReader;
import dev.winnow.coordinator.upload.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A file of conversations, read as rows of instruction, input and output: a line for each line, so that whoever finds a
 * fault in one names the right one. Not thread-safe.
 */
final class ConversationRows extends InputStream {
    private static final byte[] END = {'\n'};

    private final InputStream file;
    private final String parameter;
    private final ObjectMapper json;
    private final LineReader lines;
    private byte[] row = {};
    private int next;
    private int line;

    /**
     * Takes a file, which it closes.
     *
     * @param parameter that names the file in the request
     */
    ConversationRows(InputStream file, String parameter, int rowBytes, ObjectMapper json) {
        this.file = file;
        this.parameter = parameter;
        this.json = json;
        this.lines = new LineReader(file, rowBytes);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (next == row.length && !advance()) {
            return -1;
        }
        int taken = Math.min(length, row.length - next);
        System.arraycopy(row, next, target, offset, taken);
        next += taken;
        return taken;
    }

    private boolean advance() throws IOException {
        byte[] bytes;
        line++;
        try {
            bytes = lines.next();
        } catch (LineReader.LineTooLongException e) {
            throw refused("the line is too long", "cut it; the operator can raise winnow.datasets.row-bytes");
        }
        if (bytes == null) {
            return false;
        }
        String text = Utf8.decode(bytes).orElseThrow(() -> refused("the line is not UTF-8", "save the file as UTF-8"));
        row = text.isBlank() ? END : (triple(text) + "\n").getBytes(StandardCharsets.UTF_8);
        next = 0;
        return true;
    }

    private String triple(String text) throws JsonProcessingException {
        JsonNode conversation;
        try {
            conversation = json.readTree(text);
        } catch (JsonProcessingException e) {
            throw refused("the line is no JSON: " + e.getOriginalMessage(), "write one conversation a line");
        }
        JsonNode messages = conversation.path("messages");
        int last = messages.size() - 1;
        JsonNode answer = messages.path(last);
        if (!answer.path("role").asText().equals("assistant")
                || !answer.path("content").isTextual()) {
            throw refused(
                    "the last message is none of the assistant with a text",
                    "end each conversation with what the model is to answer");
        }
        ChatMessages asked;
        try {
            asked = ChatMessages.read(before(messages, last));
        } catch (ProblemException e) {
            throw refused(e.problem().detail(), "write one system message, one of the user and one of the assistant");
        }
        if (asked.instruction() == null || asked.instruction().isBlank()) {
            throw refused(
                    "there is no system message",
                    "put what is to be done into one, and send the same one with each request");
        }
        ObjectNode triple = json.createObjectNode()
                .put("instruction", asked.instruction())
                .put("input", asked.input())
                .put("output", answer.path("content").textValue());
        String row = json.writeValueAsString(triple);
        // As bytes it would become a question mark.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(row)) {
            throw refused("a message has half of a surrogate pair", "remove that character");
        }
        return row;
    }

    private JsonNode before(JsonNode messages, int last) {
        var asked = json.createArrayNode();
        for (int i = 0; i < last; i++) {
            asked.add(messages.get(i));
        }
        return asked;
    }

    private ProblemException refused(String detail, String remedy) {
        return Problem.of(400, "invalid_training_file", "line %d: %s".formatted(line, detail))
                .at("/" + parameter)
                .atLine(line)
                .remedy(remedy)
                .exception();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
