package dev.winnow.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.cli.Terminal;
import dev.winnow.cli.console.CommandException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkerShareTest {
    private final Terminal terminal = new Terminal(Path.of("unused"));

    @Test
    void one_worker_has_the_machine_to_itself() {
        assertThat(WorkerShare.of(1, terminal.surroundings(), 16_000, 8)).isEmpty();
    }

    @Test
    void several_divide_half_of_the_memory_and_all_cores() {
        assertThat(WorkerShare.of(4, terminal.surroundings(), 16_000, 8))
                .containsEntry("WINNOW_MEMORY_MEBIBYTES", "2000")
                .containsEntry("OMP_NUM_THREADS", "2");
        assertThat(WorkerShare.of(4, terminal.surroundings(), 16_000, 2)).containsEntry("OMP_NUM_THREADS", "1");
    }

    @Test
    void what_the_user_gives_is_for_all_together() {
        terminal.with("WINNOW_MEMORY_MEBIBYTES", "3000").with("OMP_NUM_THREADS", "6");

        assertThat(WorkerShare.of(3, terminal.surroundings(), 16_000, 8))
                .containsEntry("WINNOW_MEMORY_MEBIBYTES", "1000")
                .containsEntry("OMP_NUM_THREADS", "2");
    }

    @Test
    void too_little_for_so_many_is_told() {
        terminal.with("WINNOW_MEMORY_MEBIBYTES", "2");

        assertThatThrownBy(() -> WorkerShare.of(3, terminal.surroundings(), 16_000, 8))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("for all workers together");
    }
}
