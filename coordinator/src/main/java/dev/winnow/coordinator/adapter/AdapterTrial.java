package dev.winnow.coordinator.adapter;

import java.io.IOException;
import java.io.InputStream;

/**
 * Uploads of adapters that are not kept: {@code winnow bench fuzz} tries what reads them with bodies that are meant to
 * do harm.
 */
public final class AdapterTrial {
    private AdapterTrial() {}

    /**
     * Reads a ZIP as an upload does.
     *
     * @param mostBytes that it may have, unpacked
     * @return how many bytes would be stored
     * @throws dev.winnow.coordinator.problem.ProblemException for what the upload would answer
     */
    public static long read(InputStream body, long mostBytes) throws IOException {
        try (ReceivedAdapter received = AdapterArchive.read(body, mostBytes)) {
            FactorValues.allFinite(received.weights());
            return received.bytes();
        }
    }
}
