package dev.winnow.coordinator.adapter;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The numbers of a weights file whose header was checked, all in f32. */
final class FactorValues {
    private static final int BUFFER = 1 << 16;

    private FactorValues() {}

    static boolean allFinite(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            in.skipNBytes(Long.reverseBytes(in.readLong()));
            byte[] bytes = in.readNBytes(BUFFER);
            while (bytes.length > 0) {
                ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                while (numbers.remaining() >= Float.BYTES) {
                    if (!Float.isFinite(numbers.getFloat())) {
                        return false;
                    }
                }
                bytes = in.readNBytes(BUFFER);
            }
            return true;
        }
    }
}
