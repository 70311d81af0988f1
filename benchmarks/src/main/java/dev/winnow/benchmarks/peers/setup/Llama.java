package dev.winnow.benchmarks.peers.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * llama.cpp's own programs, built for this processor from the source that the package llama-cpp-python carries.
 *
 * @param server {@code llama-server}
 * @param quantize {@code llama-quantize}
 */
public record Llama(Path server, Path quantize) {
    private static final String PACKAGE = "llama-cpp-python==0.3.36";
    private static final List<String> OPTIONS = List.of(
            "-DCMAKE_BUILD_TYPE=Release",
            "-DGGML_NATIVE=ON",
            "-DBUILD_SHARED_LIBS=OFF",
            "-DLLAMA_BUILD_TESTS=OFF",
            "-DLLAMA_BUILD_EXAMPLES=OFF",
            "-DLLAMA_BUILD_APP=OFF",
            "-DLLAMA_BUILD_UI=OFF",
            "-DLLAMA_USE_PREBUILT_UI=OFF",
            "-DLLAMA_OPENSSL=OFF");

    /**
     * GCC 12 takes the tiles' shapes for a value that nobody reads and leaves them out, so that the first product on a
     * processor with AMX is an illegal instruction (ggml-org/llama.cpp, pull request 26954). This makes them read.
     */
    private static final Map.Entry<String, String> TILES = Map.entry(
            "    _tile_loadconfig(&tc);",
            "    asm volatile(\"\" : : \"r\"(&tc) : \"memory\");\n    _tile_loadconfig(&tc);");

    private static final String TILES_FILE = "ggml/src/ggml-cpu/amx/mmq.cpp";

    /** Builds it, if that was not done yet. */
    public static Llama in(PeerFolder folder) throws IOException, InterruptedException {
        Path built = folder.part("llama.cpp", PACKAGE + OPTIONS + TILES, Llama::build);
        Path programs = built.resolve("build/bin");
        return new Llama(programs.resolve("llama-server"), programs.resolve("llama-quantize"));
    }

    private static void build(Path part) throws IOException, InterruptedException {
        System.err.println("Building llama.cpp in " + part + " (some 15 minutes on two cores)");
        Path log = part.resolve("build.log");
        // pip wants to know the package's needs before it hands the source over, for which it runs its build tool.
        Program.run(
                log,
                List.of(
                        "python3",
                        "-m",
                        "pip",
                        "download",
                        "--no-deps",
                        "--no-binary",
                        "llama-cpp-python",
                        "-d",
                        part.toString(),
                        PACKAGE));
        Path source = Files.createDirectory(part.resolve("source"));
        Program.run(
                log, List.of("tar", "-xzf", archive(part).toString(), "-C", source.toString(), "--strip-components=1"));
        Path llama = source.resolve("vendor/llama.cpp");
        mendTiles(llama.resolve(TILES_FILE));
        String build = part.resolve("build").toString();
        Program.run(
                log,
                Stream.concat(Stream.of("cmake", "-S", llama.toString(), "-B", build), OPTIONS.stream())
                        .toList());
        String processors = String.valueOf(Runtime.getRuntime().availableProcessors());
        Program.run(
                log,
                List.of("cmake", "--build", build, "-j", processors, "--target", "llama-server", "llama-quantize"));
    }

    private static void mendTiles(Path file) throws IOException {
        String text = Files.readString(file);
        if (!text.contains(TILES.getKey())) {
            throw new IOException("%s has no line '%s'".formatted(file, TILES.getKey()));
        }
        Files.writeString(file, text.replace(TILES.getKey(), TILES.getValue()));
    }

    private static Path archive(Path part) throws IOException {
        try (Stream<Path> files = Files.list(part)) {
            return files.filter(file -> file.toString().endsWith(".tar.gz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip left no source archive in " + part));
        }
    }
}
