package dev.winnow.benchmarks.autoscaling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.autoscaling.ScalingRules.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * What a ScaledObject says.
 *
 * @param polling how often KEDA asks, in seconds
 * @param cooldown how long after the last activity it goes to none, in seconds
 * @param least replicas; 0 lets it go to none
 * @param target items for each replica
 * @param activation more items than that wake it
 */
record ScalingSettings(
        int polling,
        int cooldown,
        int least,
        int most,
        int target,
        int activation,
        ScalingRules up,
        ScalingRules down) {
    ScalingSettings {
        if (polling < 1 || target < 1 || least < 0 || most < Math.max(1, least)) {
            throw new IllegalArgumentException(
                    "polling %d, target %d, replicas from %d to %d".formatted(polling, target, least, most));
        }
    }

    /** Reads the one of that name out of rendered manifests. */
    static ScalingSettings read(Path manifests, String name) throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (Object object : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Files.readString(manifests))) {
            JsonNode manifest = json.valueToTree(object);
            if (manifest.path("kind").asText().equals("ScaledObject")
                    && manifest.at("/metadata/name").asText().equals(name)) {
                return of(manifest.path("spec"));
            }
        }
        throw new IOException("%s has no ScaledObject %s".formatted(manifests, name));
    }

    static ScalingSettings of(JsonNode spec) {
        JsonNode trigger = spec.at("/triggers/0/metadata");
        JsonNode behavior = spec.at("/advanced/horizontalPodAutoscalerConfig/behavior");
        return new ScalingSettings(
                spec.path("pollingInterval").asInt(30),
                spec.path("cooldownPeriod").asInt(300),
                spec.path("minReplicaCount").asInt(0),
                spec.path("maxReplicaCount").asInt(100),
                trigger.path("targetValue").asInt(),
                trigger.path("activationTargetValue").asInt(0),
                rules(behavior.path("scaleUp"), ScalingRules.usualUp()),
                rules(behavior.path("scaleDown"), ScalingRules.usualDown()));
    }

    private static ScalingRules rules(JsonNode said, ScalingRules usual) {
        List<Policy> policies = new ArrayList<>();
        said.path("policies")
                .forEach(policy -> policies.add(new Policy(
                        policy.path("type").asText().equals("Percent"),
                        policy.path("value").asInt(),
                        policy.path("periodSeconds").asInt())));
        return new ScalingRules(
                said.path("stabilizationWindowSeconds").asInt(usual.stabilizationSeconds()),
                policies.isEmpty() ? usual.policies() : policies);
    }

    ScalingSettings withTarget(int items) {
        return new ScalingSettings(polling, cooldown, least, most, items, activation, up, down);
    }

    ScalingSettings withLeast(int replicas) {
        return new ScalingSettings(polling, cooldown, replicas, most, target, activation, up, down);
    }

    ScalingSettings withMost(int replicas) {
        return new ScalingSettings(polling, cooldown, least, replicas, target, activation, up, down);
    }

    ScalingSettings withCooldown(int seconds) {
        return new ScalingSettings(polling, seconds, least, most, target, activation, up, down);
    }

    ScalingSettings withDown(ScalingRules rules) {
        return new ScalingSettings(polling, cooldown, least, most, target, activation, up, rules);
    }
}
