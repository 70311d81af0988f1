package dev.winnow.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultiplierTest {
    @TempDir
    Path folder;

    @Test
    void fastest_that_the_processor_has_is_advised() throws IOException {
        assertAdvised("AMX", "bf16", "fpu avx2 avx512f avx512_vnni amx_bf16 amx_tile amx_int8");
        assertAdvised("AVX512-VNNI", "int8", "fpu avx2 avx512f avx512_vnni");
        assertAdvised("AVX-VNNI", "int8", "fpu avx2 avx_vnni");
        assertAdvised("AVX2", "int8w7", "fpu avx avx2 fma");
    }

    @Test
    void nothing_is_advised_where_nothing_is_known() throws IOException {
        assertThat(Multiplier.of(cpuinfo("flags\t\t: fpu fpu avx"))).isEmpty();
        assertThat(Multiplier.of(cpuinfo("Features\t: fp asimd"))).isEmpty();
        assertThat(Multiplier.of(folder.resolve("missing"))).isEmpty();
    }

    private void assertAdvised(String title, String quantization, String flags) throws IOException {
        assertThat(Multiplier.of(cpuinfo("flags\t\t: " + flags)))
                .get()
                .extracting(Multiplier::advice)
                .isEqualTo("the processor has %s: its fast mode is `--quantization %s`".formatted(title, quantization));
    }

    private Path cpuinfo(String flags) throws IOException {
        return Files.writeString(folder.resolve("cpuinfo"), "processor\t: 0\nmodel name\t: any\n" + flags + "\n\n");
    }
}
