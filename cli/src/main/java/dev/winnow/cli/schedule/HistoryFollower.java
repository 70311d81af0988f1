package dev.winnow.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Shows a schedule's runs, each again when it has moved. A service that is away for a while is waited for. */
final class HistoryFollower {
    private final ServiceClient client;
    private final Patience patience;

    HistoryFollower(ServiceClient client, Patience patience) {
        this.client = client;
        this.patience = patience;
    }

    /** One that asks once a second, and bears ten minutes without an answer. */
    HistoryFollower(ServiceClient client, Console console) {
        this(client, new Patience(console, Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    /**
     * Goes on until the command is interrupted.
     *
     * @param told gets them, the latest last
     * @throws dev.winnow.cli.service.ServiceProblem when the schedule is gone
     */
    void follow(String schedule, Consumer<JsonNode> told) {
        Map<String, JsonNode> known = Map.of();
        while (true) {
            known = tell(history(schedule), known, told);
            Pause.of(patience.between());
        }
    }

    private static Map<String, JsonNode> tell(
            List<JsonNode> runs, Map<String, JsonNode> known, Consumer<JsonNode> told) {
        Map<String, JsonNode> now = new HashMap<>();
        for (JsonNode run : runs) {
            String plannedAt = run.path("planned_at").asText();
            if (!run.equals(known.get(plannedAt))) {
                told.accept(run);
            }
            now.put(plannedAt, run);
        }
        return now;
    }

    private List<JsonNode> history(String schedule) {
        JsonNode history = patience.ask(
                "Waiting for the service, the schedule goes on",
                Patience.PASSING,
                () -> client.get(ServiceClient.path("/api/v1/schedules", schedule, "history")));
        List<JsonNode> runs = new ArrayList<>();
        history.path("runs").forEach(runs::add);
        Collections.reverse(runs);
        return runs;
    }
}
