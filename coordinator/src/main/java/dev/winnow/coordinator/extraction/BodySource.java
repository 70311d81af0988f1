package dev.winnow.coordinator.extraction;

import java.io.IOException;

/** A submission's body that has not been read yet: reading takes memory, and begins only when there is room. */
@FunctionalInterface
interface BodySource {
    /** Begins to read. */
    RequestBody open() throws IOException;
}
