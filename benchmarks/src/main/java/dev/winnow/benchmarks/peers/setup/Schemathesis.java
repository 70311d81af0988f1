package dev.winnow.benchmarks.peers.setup;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Schemathesis, which sends to an API what its OpenAPI document allows and what it forbids, in a Python environment of
 * its own.
 *
 * @param program what to run
 */
public record Schemathesis(Path program) {
    private static final String RESOURCES = "/dev/winnow/benchmarks/api/";
    private static final String REQUIREMENTS = "requirements.txt";
    private static final List<String> SETTINGS = List.of("schemathesis.toml", "hooks.py");

    /** Checks that all is there. */
    public Schemathesis {
        requireNonNull(program, "program");
    }

    /**
     * Sets it up, if that was not done yet.
     *
     * @throws IOException if it cannot be; the message says why
     */
    public static Schemathesis in(PeerFolder folder) throws IOException, InterruptedException {
        return new Schemathesis(folder.part("schemathesis", resource(REQUIREMENTS), Schemathesis::make)
                .resolve("bin/schemathesis"));
    }

    private static void make(Path part) throws IOException, InterruptedException {
        System.err.println("Setting Schemathesis up in " + part);
        Path log = part.resolve("setup.log");
        Path requirements = Files.writeString(part.resolve(REQUIREMENTS), resource(REQUIREMENTS));
        String python = part.resolve("bin/python").toString();
        try {
            Program.run(log, List.of("python3", "-m", "venv", part.toString()));
            Program.run(
                    log,
                    List.of(
                            python,
                            "-m",
                            "pip",
                            "install",
                            "--only-binary",
                            ":all:",
                            "--no-deps",
                            "-r",
                            requirements.toString()));
            Program.run(log, List.of(python, "-c", "import schemathesis.cli"));
        } catch (IOException e) {
            throw new IOException(
                    "Schemathesis cannot be set up; it takes python3 from 3.10 with venv and pip, and the way to PyPI or"
                            + " to the index that PIP_INDEX_URL names: " + e.getMessage(),
                    e);
        }
    }

    /** Writes what a run is set by into its folder: Schemathesis reads it from where it is started. */
    public void writeSettings(Path folder) throws IOException {
        for (String name : SETTINGS) {
            Files.writeString(folder.resolve(name), resource(name));
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = requireNonNull(Schemathesis.class.getResourceAsStream(RESOURCES + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
