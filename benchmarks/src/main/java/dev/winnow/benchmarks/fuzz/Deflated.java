package dev.winnow.benchmarks.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.zip.Deflater;

/** Bytes as they stand in archives, without what stands around them. */
final class Deflated {
    private static final int BUFFER = 1 << 16;

    private Deflated() {}

    static byte[] of(byte[] content, int level) {
        Deflater deflater = new Deflater(level, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
