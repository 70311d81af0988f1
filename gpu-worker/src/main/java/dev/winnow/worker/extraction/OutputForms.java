package dev.winnow.worker.extraction;

import dev.winnow.common.work.ExtractionTask;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compiled schemas by their hash; those used longest ago are forgotten. Thread-safe. */
final class OutputForms {
    private final ConstraintCompiler compiler;
    private final Map<String, OutputForm> forms;

    /** Takes the model's compiler and how many schemas to keep. */
    OutputForms(ConstraintCompiler compiler, int most) {
        this.compiler = compiler;
        this.forms = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, OutputForm> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * The form of a task's outputs; compiled on first use, which may take a second.
     *
     * @throws SchemaRefusedException if the schema cannot be enforced; the coordinator admits none such
     */
    synchronized OutputForm of(ExtractionTask task) {
        OutputForm known = forms.get(task.schemaHash());
        if (known != null) {
            return known;
        }
        CompiledSchema schema = SchemaCompiler.compile(task.schema());
        OutputForm form = new OutputForm(
                compiler.compile(schema),
                new OutputValidator(task.schema()),
                schema.report().needsCheckAfterwards(),
                schema.root());
        forms.put(task.schemaHash(), form);
        return form;
    }

    synchronized int size() {
        return forms.size();
    }
}
