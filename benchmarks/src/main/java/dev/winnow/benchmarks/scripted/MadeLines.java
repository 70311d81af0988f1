package dev.winnow.benchmarks.scripted;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** A submission as a stream: the options' line, then so many items, made while it is read. Not thread-safe. */
public final class MadeLines extends InputStream {
    /** What {@link ScriptedModel#answer} is valid against. */
    public static final String SCHEMA = """
            {"type":"object","properties":{"length":{"type":"integer"},"hash":{"type":"integer"}},\
            "required":["length","hash"],"additionalProperties":false}""";

    private final int items;
    private final IntFunction<byte[]> item;
    private byte[] line;
    private int made;
    private int read;

    /**
     * Makes a submission to the scripted model.
     *
     * @param options members of the options' object beside model and schema, each with a comma before it
     * @param item the line of a position, with its line feed
     */
    public MadeLines(String options, int items, IntFunction<byte[]> item) {
        this(
                items,
                item,
                "{\"options\":{\"model\":\"" + ScriptedModel.POOL.model() + "\",\"schema\":" + SCHEMA + options
                        + "}}\n");
    }

    private MadeLines(int items, IntFunction<byte[]> item, String first) {
        this.items = items;
        this.item = item;
        this.line = first.getBytes(StandardCharsets.UTF_8);
    }

    /** A submission to any model, with a first line of its own. */
    public static MadeLines after(String first, int items, IntFunction<byte[]> item) {
        return new MadeLines(items, item, first);
    }

    @Override
    public int read() {
        return refill() ? line[read++] & 0xFF : -1;
    }

    /** Fills what is asked for, as a file would: a client sends each piece that it reads as a chunk of its own. */
    @Override
    public int read(byte[] into, int from, int length) {
        int done = 0;
        while (done < length && refill()) {
            int copied = Math.min(length - done, line.length - read);
            System.arraycopy(line, read, into, from + done, copied);
            read += copied;
            done += copied;
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    private boolean refill() {
        if (read < line.length) {
            return true;
        }
        if (made == items) {
            return false;
        }
        line = item.apply(made++);
        read = 0;
        return true;
    }
}
