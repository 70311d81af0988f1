package dev.winnow.benchmarks.peers.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PeakMemoryTest {
    @Test
    void the_high_water_mark_is_read_as_bytes() throws IOException {
        Stream<String> status =
                Stream.of("Name:\tjava", "VmPeak:\t 9000000 kB", "VmHWM:\t  123456 kB", "VmRSS:\t 100 kB");

        assertThat(PeakMemory.ofStatus(status)).isEqualTo(123_456L * 1024);
    }

    @Test
    void a_status_without_it_is_refused() {
        assertThatIOException()
                .isThrownBy(() -> PeakMemory.ofStatus(Stream.of("Name:\tkthreadd", "State:\tS (sleeping)")))
                .withMessageContaining("VmHWM");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_running_process_tells_its_own() throws IOException {
        assertThat(PeakMemory.ofProcess(ProcessHandle.current().pid())).isGreaterThan(1 << 20);
    }
}
