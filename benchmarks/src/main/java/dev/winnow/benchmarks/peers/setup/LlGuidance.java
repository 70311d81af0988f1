package dev.winnow.benchmarks.peers.setup;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * llguidance, Microsoft's grammars for constrained decoding, in a Python environment of its own. It needs no other
 * package.
 *
 * @param python its interpreter
 */
public record LlGuidance(Path python) {
    /** The version that is measured. */
    public static final String VERSION = "1.9.1";

    private static final String PACKAGE = "llguidance==" + VERSION;

    /** Checks that all is there. */
    public LlGuidance {
        requireNonNull(python, "python");
    }

    /**
     * Sets it up, if that was not done yet.
     *
     * @throws IOException if it cannot be; the message says why
     */
    public static LlGuidance in(PeerFolder folder) throws IOException, InterruptedException {
        return new LlGuidance(
                folder.part("llguidance", PACKAGE, LlGuidance::make).resolve("bin/python"));
    }

    private static void make(Path part) throws IOException, InterruptedException {
        System.err.println("Setting llguidance up in " + part);
        Path log = part.resolve("setup.log");
        String python = part.resolve("bin/python").toString();
        try {
            Program.run(log, List.of("python3", "-m", "venv", part.toString()));
            Program.run(log, List.of(python, "-m", "pip", "install", "--only-binary", ":all:", "--no-deps", PACKAGE));
            Program.run(log, List.of(python, "-c", "import llguidance"));
        } catch (IOException e) {
            throw new IOException(
                    ("%s cannot be set up; it takes python3 with venv and pip, and the way to PyPI or to the index that"
                                    + " PIP_INDEX_URL names: %s")
                            .formatted(PACKAGE, e.getMessage()),
                    e);
        }
    }
}
