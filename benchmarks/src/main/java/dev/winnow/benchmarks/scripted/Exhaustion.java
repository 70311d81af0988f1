package dev.winnow.benchmarks.scripted;

import java.util.ArrayList;
import java.util.List;

/** An item that takes all memory there is; the process runs with {@code -XX:+ExitOnOutOfMemoryError}. */
final class Exhaustion {
    private static final int BLOCK = 8 << 20;

    private Exhaustion() {}

    static void now() {
        List<byte[]> blocks = new ArrayList<>();
        while (blocks.size() < Integer.MAX_VALUE) {
            blocks.add(new byte[BLOCK]);
        }
    }
}
