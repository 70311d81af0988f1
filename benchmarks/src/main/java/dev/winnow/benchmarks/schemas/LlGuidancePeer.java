package dev.winnow.benchmarks.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.peers.setup.LlGuidance;
import dev.winnow.benchmarks.peers.setup.PythonScript;
import dev.winnow.benchmarks.peers.system.LineTalk;
import dev.winnow.text.replay.Durations;
import dev.winnow.text.replay.Outcome;
import dev.winnow.text.replay.ReplayedInstance;
import dev.winnow.text.replay.ReplayedSchema;
import dev.winnow.text.replay.ReplayedSchema.Compilation;
import dev.winnow.text.replay.TestedInstance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** llguidance in a process of its own, with one thread. It has no check afterwards. */
final class LlGuidancePeer implements SchemaSystem, AutoCloseable {
    private final LineTalk talk;

    private LlGuidancePeer(LineTalk talk) {
        this.talk = talk;
    }

    /**
     * Starts it.
     *
     * @param folder gets its script, the tokenizer and what its process says
     */
    static LlGuidancePeer start(LlGuidance llguidance, String tokenizerJson, Path folder) throws IOException {
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), tokenizerJson);
        Path script = PythonScript.LLGUIDANCE_PEER.writeTo(folder);
        return new LlGuidancePeer(LineTalk.start(
                List.of(llguidance.python().toString(), script.toString()),
                Map.of("RAYON_NUM_THREADS", "1", "TOKENIZERS_PARALLELISM", "false"),
                folder.resolve("llguidance.log"),
                Map.of("tokenizer", tokenizer.toString())));
    }

    @Override
    public ReplayedSchema replay(Question question) throws IOException {
        JsonNode answer = talk.ask(Map.of(
                // As text: Python's own numbers are not exact.
                "schema", question.tested().schema().toString(), "instances", question.instances()));
        Durations masks = new Durations();
        answer.path("mask_nanos").forEach(nanos -> masks.add(nanos.longValue()));
        return new ReplayedSchema(
                question.tested(),
                Compilation.valueOf(answer.path("compilation").textValue()),
                answer.path("reason").asText(),
                answer.path("compile_nanos").longValue(),
                judged(question.tested().instances(), answer.path("accepted")),
                masks);
    }

    private static List<ReplayedInstance> judged(List<TestedInstance> instances, JsonNode accepted) {
        List<ReplayedInstance> judged = new ArrayList<>();
        for (int i = 0; i < accepted.size(); i++) {
            TestedInstance instance = instances.get(i);
            judged.add(new ReplayedInstance(
                    instance, outcome(instance.valid(), accepted.get(i).booleanValue()), ""));
        }
        return judged;
    }

    private static Outcome outcome(boolean valid, boolean accepted) {
        if (valid == accepted) {
            return Outcome.RIGHT;
        }
        return valid ? Outcome.STOPPED_BY_MASK : Outcome.ACCEPTED;
    }

    @Override
    public void close() {
        talk.close();
    }
}
