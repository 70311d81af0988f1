package dev.winnow.text.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.replay.SchemaOrder;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import dev.winnow.text.schema.UnlistedProperties;
import dev.winnow.text.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares what one schema's masks say with what the validator says. */
final class Trial {
    /** In what way something went wrong. */
    enum Kind {
        THREW,
        REFUSED_ALTHOUGH_SOMETHING_FITS,
        REJECTED,
        ACCEPTED,
        WALKED_TO_MISFIT,
        STUCK
    }

    /** What went wrong, and with which value or output, if with one. */
    record Disagreement(
            Kind kind, JsonNode schema, @Nullable JsonNode instance, String note) {
        @Override
        public String toString() {
            return kind + "\n    schema   " + schema + (instance == null ? "" : "\n    instance " + instance) + "\n    "
                    + note;
        }
    }

    private static final String TEXT =
            "{\"name\":\"日本 é\",\"kind\":12.50,\"ab\":[null,true],\"a\":\"k1\"},{\"é\":\"\\u00e9😀\"}]";
    private static final SmallVocabulary TOKENS = SmallVocabulary.ofAllBytes()
            .withPiecesOf(TEXT, 40, new Random(5))
            .with(
                    "\",\"", "\":\"", "},{", "\":", "\"}", "{\"", "],[", "null", "true", "00", "a\",\"", "\":{\"",
                    "kind", "name");
    private static final Vocabulary VOCABULARY = TOKENS.vocabulary();
    private static final ConstraintCompiler COMPILER = new ConstraintCompiler(VOCABULARY, TOKENS);

    private final JsonNode schema;
    private final OutputValidator validator;
    private final Map<UnlistedProperties, CompiledSchema> compiled = new EnumMap<>(UnlistedProperties.class);
    private final Map<UnlistedProperties, Constraint> constraints = new EnumMap<>(UnlistedProperties.class);

    Trial(JsonNode schema) {
        this.schema = schema;
        this.validator = new OutputValidator(schema);
    }

    private CompiledSchema compiled(UnlistedProperties unlisted) {
        return compiled.computeIfAbsent(unlisted, one -> SchemaCompiler.compile(schema, one));
    }

    private Constraint constraint(UnlistedProperties unlisted) {
        return constraints.computeIfAbsent(unlisted, one -> COMPILER.compile(compiled(one)));
    }

    boolean fits(JsonNode instance) {
        return ValidatorsWord.fits(validator.problems(instance), instance);
    }

    /** Whether a schema is refused; what is thrown besides goes through. */
    Optional<String> refusal() {
        try {
            compiled(UnlistedProperties.ALLOWED);
            return Optional.empty();
        } catch (SchemaRefusedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    boolean needsCheck() {
        return compiled(UnlistedProperties.ALLOWED).report().needsCheckAfterwards();
    }

    Optional<Disagreement> compile(List<JsonNode> instances) {
        try {
            Optional<String> refusal = refusal();
            if (refusal.isPresent() && refusal.get().contains("no value fits")) {
                return instances.stream()
                        .filter(this::fits)
                        .findFirst()
                        .map(one -> wrong(Kind.REFUSED_ALTHOUGH_SOMETHING_FITS, one, refusal.get()));
            }
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(wrong(Kind.THREW, null, described(e)));
        }
    }

    private Disagreement wrong(Kind kind, @Nullable JsonNode instance, String note) {
        return new Disagreement(kind, schema, instance, note);
    }

    static String described(Throwable e) {
        StringBuilder text = new StringBuilder(e.toString().lines().limit(3).reduce("", (a, b) -> a + " " + b));
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("dev.winnow") && text.length() < 700) {
                text.append("\n        at ").append(frame);
            }
        }
        return text.toString();
    }

    /** Takes an instance through the masks in the schema's order. */
    Optional<Disagreement> replay(JsonNode instance) {
        boolean fits = fits(instance);
        try {
            CompiledSchema compiled = compiled(UnlistedProperties.ALLOWED);
            Constraint constraint = constraint(UnlistedProperties.ALLOWED);
            Set<String> texts = new LinkedHashSet<>(new SchemaOrder().texts(compiled, instance));
            Optional<String> taken =
                    texts.stream().filter(text -> takes(constraint, text)).findFirst();
            String note = walk(constraint, taken.orElse(texts.iterator().next()));
            boolean accepted = note.isEmpty() || (fits && taken.isEmpty() && new AnyOrder(constraint).takes(instance));
            if (fits && !accepted) {
                return Optional.of(wrong(Kind.REJECTED, instance, note));
            }
            if (!fits && accepted && !compiled.report().needsCheckAfterwards()) {
                return Optional.of(wrong(Kind.ACCEPTED, instance, String.valueOf(validator.problems(instance))));
            }
            return Optional.empty();
        } catch (SchemaRefusedException e) {
            return Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(wrong(Kind.THREW, instance, described(e)));
        }
    }

    /** Whether all tokens are accepted, without a look at the masks, which takes longer. */
    private static boolean takes(Constraint constraint, String text) {
        int[] tokens = TOKENS.encode(text);
        Cursor cursor = constraint.begin(Math.max(tokens.length + 1000, constraint.shortestOutputTokens()));
        try {
            for (int token : tokens) {
                cursor.accept(token);
            }
        } catch (IllegalArgumentException e) {
            return false;
        }
        return cursor.mayEnd();
    }

    private static String walk(Constraint constraint, String text) {
        int[] tokens = TOKENS.encode(text);
        Cursor cursor = constraint.begin(Math.max(tokens.length + 1000, constraint.shortestOutputTokens()));
        long[] mask = new long[(VOCABULARY.size() + 63) / 64];
        List<Integer> taken = new ArrayList<>();
        for (int token : tokens) {
            cursor.allow(mask);
            if ((mask[token >> 6] >> (token & 63) & 1) == 0) {
                return new String(TOKENS.spell(taken), UTF_8) + " << " + new String(TOKENS.bytes(token), UTF_8);
            }
            cursor.accept(token);
            taken.add(token);
        }
        return cursor.mayEnd() ? "" : text + " << end";
    }

    /** Lets somebody write who takes any token that is allowed. */
    Optional<Disagreement> wander(UnlistedProperties unlisted, int walks, long seed) {
        String output = "";
        try {
            CompiledSchema compiled = compiled(unlisted);
            Constraint constraint = constraint(unlisted);
            Random random = new Random(seed);
            for (int i = 0; i < walks; i++) {
                int limit = constraint.shortestOutputTokens() + (i < walks / 2 ? i : random.nextInt(150));
                Walk walk = new Walk(VOCABULARY, constraint.begin(limit), random);
                String one = walk.run(i % 2 == 0 ? Walk.UNIFORM : Walk.endless(VOCABULARY));
                output = one;
                List<String> found = validator.problems(one);
                List<String> problems = ValidatorsWord.fits(found, one) ? List.of() : found;
                boolean parses = problems.stream().noneMatch(problem -> problem.startsWith("no JSON"));
                if (!problems.isEmpty() && !(parses && compiled.report().needsCheckAfterwards())) {
                    return Optional.of(wrong(Kind.WALKED_TO_MISFIT, null, unlisted + " " + output + " " + problems));
                }
                if (walk.tokens() > limit) {
                    return Optional.of(wrong(Kind.STUCK, null, output + " has more than " + limit + " tokens"));
                }
            }
            return Optional.empty();
        } catch (SchemaRefusedException e) {
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of(wrong(Kind.STUCK, null, unlisted + " " + described(e)));
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.of(wrong(Kind.THREW, null, described(e)));
        }
    }
}
