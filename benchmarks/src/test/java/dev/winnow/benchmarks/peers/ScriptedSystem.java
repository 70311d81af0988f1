package dev.winnow.benchmarks.peers;

import dev.winnow.benchmarks.peers.system.Answer;
import dev.winnow.benchmarks.peers.system.Choice;
import dev.winnow.benchmarks.peers.system.Form;
import dev.winnow.benchmarks.peers.system.MeasuredSystem;
import dev.winnow.benchmarks.peers.system.Output;
import dev.winnow.benchmarks.peers.system.RunningSystem;
import dev.winnow.benchmarks.peers.system.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A system in this process that writes every reference output, and remembers what it was asked. */
final class ScriptedSystem implements MeasuredSystem {
    private final String name;
    private final List<Turn> turns;

    /** Takes the list in which it notes what it does, which several may share. */
    ScriptedSystem(String name, List<Turn> turns) {
        this.name = name;
        this.turns = turns;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Choice> choices() {
        return List.of(
                new Choice("slots", Form.COUNT, List.of("8", "1", "16")),
                new Choice("flash", Form.SWITCH, List.of("off", "on")));
    }

    /** Cannot run with flash, and is the faster the more slots it has. */
    @Override
    public RunningSystem start(Map<String, String> setting, int longest) throws IOException {
        if ("on".equals(setting.get("flash"))) {
            throw new IOException("no flash here");
        }
        return new Running(setting);
    }

    /** What one start was for: its tasks, in their order. */
    record Turn(String system, Map<String, String> setting, List<Task> tasks) {}

    private final class Running implements RunningSystem {
        private final Turn turn;

        Running(Map<String, String> setting) {
            this.turn = new Turn(name, setting, new ArrayList<>());
            turns.add(turn);
        }

        @Override
        public Answer run(Task task) {
            turn.tasks().add(task);
            return new Answer(
                    1.0 / Integer.parseInt(turn.setting().getOrDefault("slots", "1")),
                    task.documents().stream()
                            .map(each -> new Output(
                                    each.reference(), each.reference().size(), false))
                            .toList());
        }

        @Override
        public long peakMebibytes() {
            return 1;
        }

        @Override
        public void close() {}
    }
}
