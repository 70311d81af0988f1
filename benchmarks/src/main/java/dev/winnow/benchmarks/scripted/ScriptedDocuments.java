package dev.winnow.benchmarks.scripted;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;

/**
 * A submission as a stream: the options' line, then so many items, made while it is read. Each item says how long it
 * takes, by a log-normal law, as lengths of outputs are.
 */
public final class ScriptedDocuments extends InputStream {
    private static final String SCHEMA = """
            {"type":"object","properties":{"length":{"type":"integer"},"hash":{"type":"integer"}},\
            "required":["length","hash"],"additionalProperties":false}""";
    private static final double SPREAD = 0.6;

    private final Random chance;
    private final Duration mean;
    private final int items;
    private int made;
    private byte[] line;
    private int read;

    /**
     * Makes a submission.
     *
     * @param mean of an item's time in its slot; zero for items that are answered at once
     * @param seed of their lengths, and part of their text, so that no two are the same
     */
    public ScriptedDocuments(int items, Duration mean, long seed) {
        this.items = items;
        this.mean = mean;
        this.chance = new Random(seed);
        this.line = options(SCHEMA);
    }

    private static byte[] options(String schema) {
        return ("{\"options\":{\"model\":\"" + ScriptedModel.POOL.model() + "\",\"schema\":" + schema + "}}\n")
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
        line = ("{\"input\":\"" + script() + "Lake cruise, 14 June 2026, CHF " + made + ". "
                        + Long.toHexString(chance.nextLong()) + "\"}\n")
                .getBytes(StandardCharsets.UTF_8);
        made++;
        read = 0;
        return true;
    }

    private String script() {
        if (mean.isZero()) {
            return "";
        }
        double millis = mean.toMillis() * Math.exp(SPREAD * chance.nextGaussian() - SPREAD * SPREAD / 2);
        return "@sleep " + Math.round(millis) + " ";
    }
}
