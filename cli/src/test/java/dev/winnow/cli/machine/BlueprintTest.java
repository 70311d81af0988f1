package dev.winnow.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Terminal;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlueprintTest {
    @TempDir
    Path folder;

    @Test
    void the_first_worker_trains_and_keeps_few_compiled_products() {
        Terminal terminal = new Terminal(folder);

        assertThat(environment(terminal, "worker-1"))
                .containsEntry("WINNOW_TRAINING", "true")
                .containsEntry("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "64");
        assertThat(environment(terminal, "worker-2"))
                .containsEntry("WINNOW_TRAINING", "false")
                .doesNotContainKey("ONEDNN_PRIMITIVE_CACHE_CAPACITY");
    }

    @Test
    void whoever_wants_no_training_gets_none() {
        Terminal terminal = new Terminal(folder).with("WINNOW_TRAINING", "false");

        assertThat(environment(terminal, "worker-1")).containsEntry("WINNOW_TRAINING", "false");
    }

    @Test
    void all_workers_train_where_that_is_wanted_and_share_the_memory_for_it() {
        Terminal terminal =
                new Terminal(folder).with("WINNOW_TRAINING", "all").with("WINNOW_TRAINING_MEBIBYTES", "3000");

        for (String worker : new String[] {"worker-1", "worker-2"}) {
            assertThat(environment(terminal, worker))
                    .containsEntry("WINNOW_TRAINING", "true")
                    .containsEntry("WINNOW_TRAINING_MEBIBYTES", "1500");
        }
    }

    private Map<String, String> environment(Terminal terminal, String worker) {
        Settings settings = new Settings(8080, Settings.DEFAULT_MODEL, Settings.DEFAULT_QUANTIZATION, 2);
        return new Blueprint(terminal.surroundings(), new Installation(folder.resolve("data")), settings)
                .worker(worker, 8081, "amqp://localhost")
                .environment();
    }
}
