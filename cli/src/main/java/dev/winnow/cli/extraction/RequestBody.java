package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.document.Document;
import dev.winnow.cli.document.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;

/** The request as NDJSON: the options, then a line for each document, made as it is read. */
final class RequestBody extends InputStream {
    private final Iterator<Document> documents;
    private byte[] current;
    private int position;

    RequestBody(ObjectNode options, Documents documents) {
        ObjectNode first = new ObjectMapper().createObjectNode();
        first.set("options", options);
        this.current = (first + "\n").getBytes(StandardCharsets.UTF_8);
        this.documents = documents.iterator();
    }

    private boolean atEnd() {
        while (position == current.length) {
            if (!documents.hasNext()) {
                return true;
            }
            byte[] json = documents.next().json();
            current = Arrays.copyOf(json, json.length + 1);
            current[json.length] = '\n';
            position = 0;
        }
        return false;
    }

    @Override
    public int read() throws IOException {
        return atEnd() ? -1 : current[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (atEnd()) {
            return -1;
        }
        int taken = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, taken);
        position += taken;
        return taken;
    }
}
