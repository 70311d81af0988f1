package dev.winnow.benchmarks.peers.setup;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * llama.cpp's own server as it comes, built, in a wheel: slower than one built for this processor, and there in
 * seconds.
 *
 * @param python the interpreter that has it
 * @param script runs it
 */
public record LlamaWheel(Path python, Path script) {
    private static final String PACKAGE = "xllamacpp==2026.10.11549";

    /** Of the wheel for Linux on x86-64. */
    private static final String HASH = "sha256:c54e7d13520ecc989c63dc99d55de3065e2f343a91f43f053d16b5e62077c261";

    /** Checks that all is there. */
    public LlamaWheel {
        requireNonNull(python, "python");
        requireNonNull(script, "script");
    }

    /** Whether there is a wheel for this machine. */
    public static boolean fitsHere() {
        return System.getProperty("os.name").equals("Linux")
                && System.getProperty("os.arch").equals("amd64");
    }

    /**
     * Sets it up, if that was not done yet.
     *
     * @throws IOException if it cannot be; the message says why
     */
    public static LlamaWheel in(PeerFolder folder) throws IOException, InterruptedException {
        Path part = folder.part("llama-wheel", PACKAGE + HASH + PythonScript.LLAMA_PEER.text(), LlamaWheel::make);
        return new LlamaWheel(part.resolve("bin/python"), part.resolve("llama_peer.py"));
    }

    private static void make(Path part) throws IOException, InterruptedException {
        System.err.println("Setting llama.cpp's server up in " + part);
        Path log = part.resolve("setup.log");
        String python = part.resolve("bin/python").toString();
        Path wanted = Files.writeString(part.resolve("requirements.txt"), PACKAGE + " --hash=" + HASH + "\n");
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
                            "--require-hashes",
                            "-r",
                            wanted.toString()));
            Program.run(log, List.of(python, "-c", "import xllamacpp"));
            PythonScript.LLAMA_PEER.writeTo(part);
        } catch (IOException e) {
            throw new IOException(
                    ("%s cannot be set up; it takes Linux on x86-64, python3 from 3.10 on with venv and pip, and the way to"
                                    + " PyPI or to the index that PIP_INDEX_URL names: %s")
                            .formatted(PACKAGE, e.getMessage()),
                    e);
        }
    }
}
