package dev.winnow.benchmarks.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a process with the engine in it is started here: as the supervisor of one machine starts a worker. */
public final class EngineJava {
    private EngineJava() {}

    /** Java with a worker's options, then these arguments. */
    public static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-Xms64m"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(arguments);
        return command;
    }

    /** What the native library wants to find in the environment. */
    public static Map<String, String> environment() {
        Path natives = Path.of(System.getProperty("user.home"), ".cache", "winnow", "natives");
        return Map.of(
                "OMP_WAIT_POLICY",
                "PASSIVE",
                "DJL_OFFLINE",
                "true",
                "OPT_OUT_TRACKING",
                "true",
                "ENGINE_CACHE_DIR",
                natives.toString());
    }
}
