package dev.winnow.worker.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.control.WorkerMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessMemoryTest {
    private static final long MEBIBYTE = 1 << 20;

    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void this_process_has_more_than_a_heap_of_nothing() {
        assertThat(ProcessMemory.withBudget(OptionalLong.of(MEBIBYTE)).get())
                .isNotNull()
                .satisfies(memory -> assertThat(memory.residentBytes()).isBetween(10 * MEBIBYTE, 100_000 * MEBIBYTE))
                .satisfies(memory -> assertThat(memory.budgetBytes()).isEqualTo(MEBIBYTE));
    }

    @Test
    void resident_memory_is_read_in_kibibytes() throws IOException {
        Path status = Files.writeString(folder.resolve("status"), "VmHWM:\t  900 kB\nVmRSS:\t  740 kB\n");

        assertThat(new ProcessMemory(status, OptionalLong.empty()).get()).isEqualTo(new WorkerMemory(740 * 1024, null));
    }

    @Test
    void nothing_is_said_where_nothing_is_known() throws IOException {
        assertThat(new ProcessMemory(folder.resolve("none"), OptionalLong.empty()).get())
                .isNull();
        Path status = Files.writeString(folder.resolve("status"), "Name:\tjava\n");
        assertThat(new ProcessMemory(status, OptionalLong.empty()).get()).isNull();
    }
}
