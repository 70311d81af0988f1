package dev.winnow.benchmarks.peers.system;

import java.io.IOException;

/** A system says itself why it cannot run here. */
public final class SystemRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    SystemRefusedException(String message) {
        super(message);
    }
}
