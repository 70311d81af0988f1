package dev.winnow.worker.server;

import dev.winnow.common.work.ExtractionTask;
import dev.winnow.text.schema.OutputValidator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Validators by their schema's hash; those used longest ago are forgotten. Thread-safe. */
final class Validators {
    private static final int MOST = 32;

    private final Map<String, OutputValidator> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, OutputValidator> eldest) {
            return size() > MOST;
        }
    };

    /** The one of a task's outputs. */
    synchronized OutputValidator of(ExtractionTask task) {
        return known.computeIfAbsent(task.schemaHash(), hash -> new OutputValidator(task.schema()));
    }
}
