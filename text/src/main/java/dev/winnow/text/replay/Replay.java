package dev.winnow.text.replay;

import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.constraint.OutputForm;
import dev.winnow.text.replay.MaskWalk.Walked;
import dev.winnow.text.replay.ReplayedSchema.Compilation;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import dev.winnow.text.schema.UnlistedProperties;
import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Compiles schemas with all that they allow, and says of each instance whether a model could have written it. An
 * instance is accepted if the masks allow all tokens of its text and then an end, and if the check afterwards finds
 * nothing; as in a worker, that check is made only where the schema's report asks for it. Not thread-safe.
 */
public final class Replay {
    private final ConstraintCompiler constraints;
    private final OutputForm form;
    private final MaskWalk walk;
    private final BiFunction<CompiledSchema, TestedInstance, List<String>> texts;

    /** Writes instances by the given rule. The encoder belongs to the vocabulary. */
    public Replay(Vocabulary vocabulary, TextEncoder encoder, InstanceTexts texts) {
        this(
                vocabulary,
                encoder,
                OutputForm.COMPACT,
                (CompiledSchema schema, TestedInstance instance) -> texts.texts(schema, instance.data()));
    }

    private Replay(
            Vocabulary vocabulary,
            TextEncoder encoder,
            OutputForm form,
            BiFunction<CompiledSchema, TestedInstance, List<String>> texts) {
        this.constraints = new ConstraintCompiler(vocabulary, encoder);
        this.form = form;
        this.walk = new MaskWalk(vocabulary, encoder);
        this.texts = texts;
    }

    /**
     * Leaves instances as they stand in their files, white space and all. Names, and items that must be unique, may not
     * have needless escapes, so instances are tried without these, too.
     */
    public static Replay asWritten(Vocabulary vocabulary, TextEncoder encoder) {
        return new Replay(
                vocabulary, encoder, OutputForm.FREE, (CompiledSchema schema, TestedInstance instance) -> Stream.of(
                                instance.source(), NeedlessEscapes.writtenOut(instance.source()))
                        .distinct()
                        .toList());
    }

    /** Compiles a schema and replays its instances. Whatever they provoke is part of the answer. */
    public ReplayedSchema replay(TestedSchema tested) {
        long begun = System.nanoTime();
        CompiledSchema schema;
        Constraint constraint;
        try {
            schema = SchemaCompiler.compile(tested.schema(), UnlistedProperties.ALLOWED);
        } catch (SchemaRefusedException e) {
            return ReplayedSchema.without(Compilation.REFUSED, tested, String.valueOf(e.getMessage()), since(begun));
        } catch (RuntimeException | StackOverflowError e) {
            return failed(tested, e, since(begun));
        }
        try {
            constraint = constraints.compile(schema, form);
        } catch (IllegalArgumentException e) {
            return ReplayedSchema.without(Compilation.REFUSED, tested, String.valueOf(e.getMessage()), since(begun));
        } catch (RuntimeException | StackOverflowError e) {
            return failed(tested, e, since(begun));
        }
        long nanos = since(begun);
        try {
            Durations masks = new Durations();
            List<ReplayedInstance> instances = new Instances(schema, constraint, masks).judge(tested.instances());
            return new ReplayedSchema(tested, Compilation.COMPILED, "", nanos, instances, masks);
        } catch (RuntimeException | StackOverflowError e) {
            return failed(tested, e, nanos);
        }
    }

    private static ReplayedSchema failed(TestedSchema tested, Throwable why, long nanos) {
        StackTraceElement[] trace = why.getStackTrace();
        String reason = trace.length == 0 ? why.toString() : why + " at " + trace[0];
        return ReplayedSchema.without(Compilation.FAILED, tested, reason, nanos);
    }

    private static long since(long begun) {
        return System.nanoTime() - begun;
    }

    /** The instances of one schema; the check is made ready when it is first needed. */
    private final class Instances {
        private final CompiledSchema schema;
        private final Constraint constraint;
        private final Durations masks;
        private final Check check;

        Instances(CompiledSchema schema, Constraint constraint, Durations masks) {
            this.schema = schema;
            this.constraint = constraint;
            this.masks = masks;
            this.check = new Check(schema);
        }

        List<ReplayedInstance> judge(List<TestedInstance> instances) {
            List<ReplayedInstance> judged = new ArrayList<>();
            for (TestedInstance instance : instances) {
                List<Walked> walks = texts.apply(schema, instance).stream()
                        .map(text -> walk.walk(constraint, text, masks))
                        .toList();
                judged.add(instance.valid() ? valid(instance, walks) : invalid(instance, walks));
            }
            return judged;
        }

        private ReplayedInstance valid(TestedInstance instance, List<Walked> walks) {
            List<Walked> ended = walks.stream().filter(Walked::ended).toList();
            if (ended.isEmpty()) {
                Walked farthest = walks.stream()
                        .max(Comparator.comparingInt(Walked::steps))
                        .orElseThrow();
                return new ReplayedInstance(instance, Outcome.STOPPED_BY_MASK, farthest.note());
            }
            List<String> problems = List.of();
            for (Walked walked : ended) {
                problems = check.problems(walked.text());
                if (problems.isEmpty()) {
                    return new ReplayedInstance(instance, Outcome.RIGHT, "");
                }
            }
            return new ReplayedInstance(instance, Outcome.STOPPED_BY_CHECK, String.join("; ", problems));
        }

        private ReplayedInstance invalid(TestedInstance instance, List<Walked> walks) {
            Outcome outcome = Outcome.RIGHT;
            for (Walked walked : walks) {
                if (walked.ended() && check.problems(walked.text()).isEmpty()) {
                    return new ReplayedInstance(instance, Outcome.ACCEPTED, walked.note());
                }
                outcome = walked.ended() ? Outcome.FOUND_BY_CHECK : outcome;
            }
            return new ReplayedInstance(instance, outcome, "");
        }
    }
}
