package dev.winnow.benchmarks.peers.system;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A system that can be started with settings. */
public interface MeasuredSystem {
    /** For people and in figures. */
    String name();

    /** What can be set; the first value of each is where a search begins. */
    List<Choice> choices();

    /**
     * Starts it.
     *
     * @param setting a value for each choice
     * @param longest the most tokens that a document's prompt and output may take
     * @throws SystemRefusedException if it cannot run on this machine, which it says itself
     * @throws IOException if it does not start; the message has its last words
     */
    RunningSystem start(Map<String, String> setting, int longest) throws IOException, InterruptedException;
}
