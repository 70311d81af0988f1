package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.cluster.EngineJava;
import dev.winnow.benchmarks.peers.setup.BaseModel;
import dev.winnow.benchmarks.peers.setup.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Winnow's engine in one numeric mode, with the settings of a worker that has its cores to itself: nothing is searched
 * for it.
 */
public final class WinnowSystem implements MeasuredSystem {
    private static final String BESIDE = "beside";
    private static final String ON = "on";
    // What docs/reference/cpu.md recommends where nothing else runs.
    private static final String SPINS = "3000";
    // As a worker has them, and as many lanes, where memory is enough (docs/reference/cpu.md).
    private static final int SLOTS_OF_A_LANE = 24;
    private static final int MOST_USUAL_LANES = 4;

    private final BaseModel base;
    private final TrainedModel model;
    private final JsonNode schema;
    private final String mode;
    private final int slots;
    private final Path log;

    /**
     * Names what it runs.
     *
     * @param mode the numeric mode's wire name
     * @param slots items that are decoded at once
     * @param log gets what its process says
     */
    public WinnowSystem(BaseModel base, TrainedModel model, JsonNode schema, String mode, int slots, Path log) {
        this.base = base;
        this.model = model;
        this.schema = schema;
        this.mode = mode;
        this.slots = slots;
        this.log = log;
    }

    /** Items that a worker decodes at once by itself. */
    public static int usualSlots() {
        return usualLanes() * SLOTS_OF_A_LANE;
    }

    /** The name that it has in a numeric mode. */
    public static String name(String mode) {
        return "winnow-" + mode;
    }

    /**
     * What can be fixed: its base and adapter stay apart unless somebody sets {@code adapter} to {@code merged}, and
     * its threads spin for a moment before they sleep, since nothing else runs here.
     */
    public static List<Choice> choices(int slots) {
        return List.of(
                Choice.of("slots", Form.COUNT, slots),
                Choice.of("lanes", Form.COUNT, usualLanes()),
                Choice.of("adapter", Form.ADAPTER, BESIDE),
                Choice.of("spin", Form.SWITCH, ON));
    }

    @Override
    public String name() {
        return name(mode);
    }

    @Override
    public List<Choice> choices() {
        return choices(slots);
    }

    @Override
    public RunningSystem start(Map<String, String> setting, int longest) throws IOException {
        boolean merged = setting.getOrDefault("adapter", BESIDE).equals("merged");
        EngineStart how = new EngineStart(
                merged ? model.merged() : base.folder(),
                merged ? null : model.adapter(),
                mode,
                Integer.parseInt(setting.getOrDefault("slots", String.valueOf(slots))),
                Integer.parseInt(setting.getOrDefault("lanes", String.valueOf(usualLanes()))),
                schema);
        return LineTalk.start(command(), environment(setting), log, how);
    }

    private static int usualLanes() {
        return Math.min(MOST_USUAL_LANES, Runtime.getRuntime().availableProcessors());
    }

    private static Map<String, String> environment(Map<String, String> setting) {
        Map<String, String> environment = new HashMap<>(EngineJava.environment());
        if (setting.getOrDefault("spin", ON).equals(ON)) {
            environment.put("GOMP_SPINCOUNT", SPINS);
        }
        return environment;
    }

    private static List<String> command() {
        return EngineJava.command(List.of("-cp", System.getProperty("java.class.path"), EngineProcess.class.getName()));
    }
}
