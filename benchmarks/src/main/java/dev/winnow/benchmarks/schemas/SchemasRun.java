package dev.winnow.benchmarks.schemas;

import dev.winnow.text.replay.ReplayedSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Asks one system after the other about all schemas, after some that are not measured. */
final class SchemasRun {
    private final List<Question> questions;
    private final SchemaSystem winnow;
    private final SchemaSystem llguidance;
    private final PrintStream progress;

    SchemasRun(List<Question> questions, SchemaSystem winnow, SchemaSystem llguidance, PrintStream progress) {
        this.questions = List.copyOf(questions);
        this.winnow = winnow;
        this.llguidance = llguidance;
        this.progress = progress;
    }

    /** Asks each about the first schemas, so many at most, and forgets the answers; how many there were. */
    int warmUp(int most) throws IOException {
        List<Question> first = questions.subList(0, Math.min(most, questions.size()));
        progress.printf("Warming up on %d schemas%n", first.size());
        ask(winnow, first);
        ask(llguidance, first);
        return first.size();
    }

    /** One round. */
    Round round() throws IOException {
        progress.printf("Winnow: %d schemas%n", questions.size());
        List<ReplayedSchema> own = ask(winnow, questions);
        progress.printf("llguidance: %d schemas%n", questions.size());
        return new Round(own, ask(llguidance, questions));
    }

    private static List<ReplayedSchema> ask(SchemaSystem system, List<Question> questions) throws IOException {
        List<ReplayedSchema> answers = new ArrayList<>();
        for (Question question : questions) {
            answers.add(system.replay(question));
        }
        return answers;
    }
}
