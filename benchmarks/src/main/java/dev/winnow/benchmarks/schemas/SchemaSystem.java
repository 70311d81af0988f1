package dev.winnow.benchmarks.schemas;

import dev.winnow.text.replay.ReplayedSchema;
import java.io.IOException;

/** Compiles schemas and says of instances whether it would let a model write them. */
@FunctionalInterface
interface SchemaSystem {
    /** What becomes of a schema; its times are the system's own. */
    ReplayedSchema replay(Question question) throws IOException;
}
