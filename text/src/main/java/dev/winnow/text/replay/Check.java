package dev.winnow.text.replay;

import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.OutputValidator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The check of finished outputs, where a schema needs one. It is made ready when it is first asked. */
final class Check {
    private final CompiledSchema schema;
    private @Nullable OutputValidator validator;

    Check(CompiledSchema schema) {
        this.schema = schema;
    }

    /** What a worker would find wrong with an output that the masks have let end. */
    List<String> problems(String output) {
        if (!schema.report().needsCheckAfterwards()) {
            return List.of();
        }
        if (validator == null) {
            validator = new OutputValidator(schema.schema());
        }
        return validator.problems(output);
    }
}
