package dev.winnow.cli.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a processor multiplies matrices with, the fastest first, and the quantization that makes the most of it. */
public enum Multiplier {
    AMX("amx_bf16", "AMX", "bf16"),
    AVX512_VNNI("avx512_vnni", "AVX512-VNNI", "int8"),
    AVX_VNNI("avx_vnni", "AVX-VNNI", "int8"),
    AVX2("avx2", "AVX2", "int8w7");

    private final String flag;
    private final String title;
    private final String quantization;

    Multiplier(String flag, String title, String quantization) {
        this.flag = flag;
        this.title = title;
        this.quantization = quantization;
    }

    /** That of this machine; empty where Linux does not tell of any. */
    static Optional<Multiplier> here() {
        return of(Path.of("/proc/cpuinfo"));
    }

    /** That of the first processor of such a file. */
    static Optional<Multiplier> of(Path cpuinfo) {
        List<String> flags;
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            flags = lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> List.of(line.split("\\s+")))
                    .orElse(List.of());
        } catch (IOException e) {
            return Optional.empty();
        }
        return Arrays.stream(values())
                .filter(multiplier -> flags.contains(multiplier.flag))
                .findFirst();
    }

    /** Whether this machine trains quicker with products in bf16. */
    public static boolean wantsBf16() {
        return here().filter(AMX::equals).isPresent();
    }

    /** In a sentence about this machine. */
    String advice() {
        return "the processor has %s: its fast mode is `--quantization %s`".formatted(title, quantization);
    }
}
