package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.engine.decoder.MemoryRefusedException;
import dev.winnow.engine.decoder.ModeRefusedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The process of Winnow's engine: lines of JSON come in, lines of JSON go out. */
public final class EngineProcess {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EngineProcess() {}

    /** Loads what the first line names, then does each line's task; ends with its input. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // libraries may say what they like
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String how = lines.readLine();
        if (how == null) {
            return;
        }
        LearnedEngine engine;
        try {
            engine = LearnedEngine.load(MAPPER.readValue(how, EngineStart.class));
        } catch (ModeRefusedException | MemoryRefusedException e) {
            answers.println(MAPPER.writeValueAsString(Map.of("refused", String.valueOf(e.getMessage()))));
            return;
        }
        try (engine) {
            answers.println(MAPPER.writeValueAsString(Map.of("ready", true)));
            EngineWork work = new EngineWork(engine);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answers.println(MAPPER.writeValueAsString(work.run(MAPPER.readValue(line, TaskLine.class))));
            }
        }
    }
}
