package dev.winnow.engine.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The linear maps of a layer that an adapter can change, in the order of their factors. */
public enum TargetModule {
    /** Queries. */
    Q_PROJ,
    /** Keys. */
    K_PROJ,
    /** Values. */
    V_PROJ,
    /** What attention gives back to the residual stream. */
    O_PROJ,
    /** The gate of the feed-forward layer. */
    GATE_PROJ,
    /** What the gate lets through. */
    UP_PROJ,
    /** What the feed-forward layer gives back to the residual stream. */
    DOWN_PROJ;

    /** The name that PEFT has for it: {@code q_proj}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The module of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that are
     */
    public static TargetModule fromWireName(String name) {
        return Arrays.stream(values())
                .filter(module -> module.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("targetModules must be some of %s, was '%s'"
                        .formatted(
                                Arrays.stream(values())
                                        .map(TargetModule::wireName)
                                        .collect(Collectors.joining(", ")),
                                name)));
    }
}
