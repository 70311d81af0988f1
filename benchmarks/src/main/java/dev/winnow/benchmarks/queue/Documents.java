package dev.winnow.benchmarks.queue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A submission as a stream: the options' line, then so many items, made while it is read. */
final class Documents extends InputStream {
    private static final String SCHEMA = """
            {"type":"object","properties":{"length":{"type":"integer"},"hash":{"type":"integer"}},\
            "required":["length","hash"],"additionalProperties":false}""";

    private final String filling;
    private final int items;
    private int made;
    private byte[] line;
    private int read;

    Documents(String model, int items, int bytes) {
        this.items = items;
        this.filling =
                "Lake cruise, 14 June 2026, CHF 45. ".repeat(bytes / 35 + 1).substring(0, bytes);
        this.line = ("{\"options\":{\"model\":\"" + model + "\",\"schema\":" + SCHEMA + "}}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
        return refill() ? line[read++] : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        if (!refill()) {
            return -1;
        }
        int copied = Math.min(length, line.length - read);
        System.arraycopy(line, read, into, from, copied);
        read += copied;
        return copied;
    }

    private boolean refill() {
        if (read < line.length) {
            return true;
        }
        if (made == items) {
            return false;
        }
        // Each differs: equal ones would be computed once.
        line = ("{\"input\":\"" + made++ + " " + filling + "\"}\n").getBytes(StandardCharsets.UTF_8);
        read = 0;
        return true;
    }
}
