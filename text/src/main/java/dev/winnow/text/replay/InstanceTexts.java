package dev.winnow.text.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.schema.CompiledSchema;
import java.util.List;

/** The texts that a model could write for a value. */
@FunctionalInterface
public interface InstanceTexts {
    /**
     * Candidates as compact JSON, properties in the schema's order. A value counts as accepted if one of them is; it
     * has at least one.
     */
    List<String> texts(CompiledSchema schema, JsonNode data);
}
