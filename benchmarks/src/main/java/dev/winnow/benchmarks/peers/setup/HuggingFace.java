package dev.winnow.benchmarks.peers.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Hugging Face's transformers and PEFT in a Python environment of their own, with the same libtorch as Winnow's.
 *
 * @param python its interpreter
 */
public record HuggingFace(Path python) {
    /** Sets it up, if that was not done yet. */
    public static HuggingFace in(PeerFolder folder) throws IOException, InterruptedException {
        String requirements = PythonScript.resource("requirements.txt");
        String recipe = requirements + PythonScript.TORCH_WITHOUT_CUDA.text();
        Path environment = folder.part("hugging-face", recipe, part -> make(part, requirements));
        return new HuggingFace(environment.resolve("bin/python"));
    }

    private static void make(Path part, String requirements) throws IOException, InterruptedException {
        System.err.println("Setting Hugging Face up in " + part + " (some minutes, a gigabyte of downloads)");
        Path log = part.resolve("setup.log");
        Path list = Files.writeString(part.resolve("requirements.txt"), requirements);
        Program.run(log, List.of("python3", "-m", "venv", part.toString()));
        String python = part.resolve("bin/python").toString();
        // All that is needed is in the list; what torch asks for besides is gigabytes of CUDA.
        Program.run(log, List.of(python, "-m", "pip", "install", "--no-deps", "-r", list.toString()));
        Program.run(
                log,
                List.of(python, PythonScript.TORCH_WITHOUT_CUDA.writeTo(part).toString()));
        Program.run(log, List.of(python, "-c", "import torch, transformers, peft, llguidance"));
    }

    /** Runs a script of the bench to its end; what it says goes to {@code log.txt} in the folder, too. */
    public void run(PythonScript script, Path folder, Consumer<String> said, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(python.toString(), script.writeTo(folder).toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Program.run(folder.resolve("log.txt"), command, said);
    }
}
