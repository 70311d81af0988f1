package dev.winnow.benchmarks.validity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationOutcome.GenerationFailed;
import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.tokenizer.Tokenizer;
import java.util.List;

/** A schema, what its documents obey, and what became of them. */
record Subject(String name, Constraint constraint, OutputValidator validator, Tally tally) {

    /**
     * Makes a schema ready.
     *
     * @throws dev.winnow.text.schema.SchemaRefusedException if it is refused
     */
    static Subject of(String name, JsonNode schema, ConstraintCompiler compiler) {
        Constraint constraint = compiler.compile(SchemaCompiler.compile(schema));
        return new Subject(name, constraint, new OutputValidator(schema), new Tally());
    }

    /** Counts a document by what the validator says of it, which knows nothing of masks. */
    void judge(GenerationOutcome outcome, int limit, Tokenizer tokenizer) {
        if (outcome instanceof Generated generated) {
            judge(generated, limit, tokenizer);
        } else if (outcome instanceof GenerationFailed failed) {
            tally.failed(failed.reason() + ": " + failed.message());
        }
    }

    private void judge(Generated generated, int limit, Tokenizer tokenizer) {
        int tokens = generated.tokens().length;
        String output = tokenizer.decode(generated.tokens());
        List<String> problems = validator.problems(output);
        if (tokens > limit) {
            tally.overLimit(tokens, limit);
        } else if (problems.isEmpty()) {
            tally.valid(tokens, generated.truncated());
        } else {
            tally.invalid(output, problems.get(0));
        }
    }
}
