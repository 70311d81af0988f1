package dev.winnow.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.constraint.Trial.Disagreement;
import dev.winnow.text.constraint.Trial.Kind;
import dev.winnow.text.schema.UnlistedProperties;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Generated schemas of all keywords: no instance is rejected that the validator takes, none is accepted that it does
 * not take, and whoever chooses the tokens comes to the end of an output that it takes. {@code -Dwinnow.schemas=10000}
 * runs more of them, {@code -Dwinnow.seed} others.
 */
class GeneratedSchemasTest {
    private static final int SCHEMAS = Integer.getInteger("winnow.schemas", 600);
    private static final long SEED = Long.getLong("winnow.seed", 1_000_000L);
    private static final int SHRUNK_OF_A_KIND = Integer.getInteger("winnow.shrunk", 6);

    private static final long SLOW_NANOS = 2_000_000_000L;
    private static final String UNSATISFIABLE = "no value fits";

    private final Map<Kind, Integer> wrong = new EnumMap<>(Kind.class);
    private final Map<String, Integer> refused = new LinkedHashMap<>();
    private final List<Disagreement> shrunk = new ArrayList<>();
    private int checked;
    private int fitting;
    private int misfitting;

    @Test
    void masks_and_validator_agree_on_generated_schemas() {
        for (int i = 0; i < SCHEMAS; i++) {
            long seed = SEED + i;
            Random random = new Random(seed);
            JsonNode schema = new GeneratedSchemas(random).next();
            long begun = System.nanoTime();
            examine(schema, instances(schema, random), seed);
            if (System.nanoTime() - begun > SLOW_NANOS) {
                System.out.printf("seed %d took %d ms: %s%n", seed, (System.nanoTime() - begun) / 1_000_000, schema);
            }
        }
        int unsatisfiable = refused.getOrDefault(UNSATISFIABLE, 0);
        int refusals = refused.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf(
                "%d schemas: %d refused, of these %d without a value, %d with checks; %d instances that fit, %d that do not; wrong: %s%n",
                SCHEMAS, refusals, unsatisfiable, checked, fitting, misfitting, wrong);
        refused.forEach((reason, count) -> System.out.println("  refused " + count + ": " + reason));

        assertThat(wrong).as("disagreements").isEmpty();
        assertThat(refusals).as("refused, contradictions included").isLessThan(SCHEMAS / 10);
        assertThat(fitting).as("instances that fit").isGreaterThan(SCHEMAS);
        assertThat(misfitting).as("instances that do not fit").isGreaterThan(SCHEMAS);
    }

    private static Set<JsonNode> instances(JsonNode schema, Random random) {
        GeneratedInstances instances = new GeneratedInstances(schema, random);
        ChangedInstances changes = new ChangedInstances(random);
        Trial trial = new Trial(schema);
        Set<JsonNode> all = new LinkedHashSet<>();
        int fitting = 0;
        for (int i = 0; i < 16 && fitting < 5; i++) {
            JsonNode instance = instances.fitting();
            fitting += all.add(instance) && trial.fits(instance) ? 1 : 0;
            JsonNode changed = changes.changed(instance);
            if (i % 2 == 0 && changed.toString().length() < 4000) {
                all.add(changed);
            }
        }
        all.add(instances.arbitrary());
        all.removeIf(instance -> instance.toString().length() > 4000 || !ValidatorsWord.isKnown(schema, instance));
        return all;
    }

    private void examine(JsonNode schema, Set<JsonNode> instances, long seed) {
        Trial trial = new Trial(schema);
        Optional<Disagreement> compiling = trial.compile(List.copyOf(instances));
        if (compiling.isPresent()) {
            found(compiling.get(), seed);
            return;
        }
        Optional<String> refusal = trial.refusal();
        if (refusal.isPresent()) {
            String reason = refusal.get().contains(UNSATISFIABLE) ? UNSATISFIABLE : refusal.get();
            refused.merge(reason.replaceAll("^[^:]*:", "").replaceAll("[^ ]*\"[^;]*", "X"), 1, Integer::sum);
            return;
        }
        checked += trial.needsCheck() ? 1 : 0;
        for (JsonNode instance : instances) {
            if (trial.fits(instance)) {
                fitting++;
            } else {
                misfitting++;
            }
        }
        for (JsonNode instance : instances) {
            Optional<Disagreement> replayed = trial.replay(instance);
            if (replayed.isPresent()) {
                found(replayed.get(), seed);
                break;
            }
        }
        for (UnlistedProperties unlisted : UnlistedProperties.values()) {
            trial.wander(unlisted, 4, seed).ifPresent(one -> found(one, seed));
        }
    }

    private void found(Disagreement disagreement, long seed) {
        int before = wrong.merge(disagreement.kind(), 1, Integer::sum);
        System.out.println("seed " + seed + ": " + disagreement.kind());
        if (before <= SHRUNK_OF_A_KIND) {
            Disagreement smallest = shrink(disagreement, seed);
            shrunk.add(smallest);
            System.out.println(smallest);
        }
    }

    private static Disagreement shrink(Disagreement found, long seed) {
        JsonNode instance = found.instance();
        JsonNode schema = Shrinking.shrink(
                found.schema(), one -> again(found.kind(), one, instance, seed).isPresent());
        JsonNode smallest = instance == null
                ? null
                : Shrinking.shrink(
                        instance, one -> again(found.kind(), schema, one, seed).isPresent());
        JsonNode smaller = Shrinking.shrink(
                schema, one -> again(found.kind(), one, smallest, seed).isPresent());
        return again(found.kind(), smaller, smallest, seed).orElse(found);
    }

    private static Optional<Disagreement> again(Kind kind, JsonNode schema, @Nullable JsonNode instance, long seed) {
        Trial trial = new Trial(schema);
        Optional<Disagreement> again = Optional.empty();
        if (kind == Kind.REFUSED_ALTHOUGH_SOMETHING_FITS || kind == Kind.THREW) {
            again = trial.compile(instance == null ? List.of() : List.of(instance));
        }
        if (again.isEmpty() && instance != null) {
            again = trial.replay(instance);
        }
        for (UnlistedProperties unlisted : UnlistedProperties.values()) {
            if (again.isEmpty() && instance == null) {
                again = trial.wander(unlisted, 12, seed);
            }
        }
        return again.filter(one -> one.kind() == kind);
    }
}
