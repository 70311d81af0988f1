package dev.winnow.coordinator.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import java.util.Optional;

/** A kind of source. Thread-safe. */
public interface RowSource {
    /** Its name in a request: {@code {"sql": {...}}}. */
    String kind();

    /**
     * Looks at a request before it is kept for later.
     *
     * @throws ProblemException if it can never be fulfilled
     */
    void check(String tenant, Fields request);

    /** The JSON Schema that its outputs are known to fit, if there is one. */
    Optional<JsonNode> schema(String tenant, Fields request);

    /**
     * Begins to read; the caller closes what it gets.
     *
     * @throws ProblemException if there is nothing to be read from
     */
    SourceRows open(String tenant, Fields request);
}
