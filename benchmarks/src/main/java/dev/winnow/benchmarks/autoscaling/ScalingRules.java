package dev.winnow.benchmarks.autoscaling;

import java.util.List;

/**
 * How fast an autoscaler goes in one direction.
 *
 * @param stabilizationSeconds it goes no further than every recommendation of that time would
 * @param policies each a limit to how much changes in a time; the one that lets most through counts
 */
record ScalingRules(int stabilizationSeconds, List<Policy> policies) {
    ScalingRules {
        policies = List.copyOf(policies);
        if (policies.isEmpty()) {
            throw new IllegalArgumentException("without a policy nothing may change");
        }
    }

    /** What Kubernetes does where nothing is said: double or four more, every 15 s, at once. */
    static ScalingRules usualUp() {
        return new ScalingRules(0, List.of(new Policy(true, 100, 15), new Policy(false, 4, 15)));
    }

    /** The same on the way down: to what is wanted, after five minutes. */
    static ScalingRules usualDown() {
        return new ScalingRules(300, List.of(new Policy(true, 100, 15)));
    }

    /**
     * A limit.
     *
     * @param percent whether its value is percent, or pods
     */
    record Policy(boolean percent, int value, int periodSeconds) {
        int most(int before) {
            return percent ? (int) Math.ceil(before * (1 + value / 100.0)) : before + value;
        }

        int fewest(int before) {
            return percent ? (int) (before * (1 - value / 100.0)) : before - value;
        }
    }
}
