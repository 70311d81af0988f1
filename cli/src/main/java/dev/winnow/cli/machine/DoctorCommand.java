package dev.winnow.cli.machine;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Settings;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import dev.winnow.cli.service.LocalCoordinator;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks for what could keep Winnow from running here. */
@Command(
        name = "doctor",
        description = {"Look for what could keep Winnow from running on this machine.", ""})
public final class DoctorCommand implements Callable<Integer> {
    private static final long DISK_MEBIBYTES = 2_000;

    private final Surroundings surroundings;
    private final Console console;
    private boolean healthy = true;

    @Mixin
    DataOption data = new DataOption();

    /** Runs in those surroundings. */
    public DoctorCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Installation installation = data.installation(surroundings);
        Settings settings = installation.settings().orElse(Settings.usual());
        finding(true, "Java " + Runtime.version() + " at " + surroundings.java(), "");
        built("coordinator");
        built("gpu-worker");
        folder("data folder", installation.root());
        folder("model cache", surroundings.cache());
        memory(settings);
        Multiplier.here().ifPresent(multiplier -> finding(true, multiplier.advice(), ""));
        processes(installation, settings);
        return (healthy ? ExitCode.DONE : ExitCode.FAILED).number();
    }

    private void built(String module) {
        Path jar = surroundings.project().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        finding(Files.isRegularFile(jar), module + " is built", "`./winnow up` builds it");
    }

    private void folder(String what, Path folder) throws IOException {
        Path existing = folder;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        finding(
                Files.isWritable(existing),
                "the " + what + " " + folder + " can be written",
                "choose another with WINNOW_DATA or WINNOW_CACHE_DIR");
        FileStore disk = Files.getFileStore(existing);
        long free = disk.getUsableSpace() >> 20;
        finding(
                free >= DISK_MEBIBYTES,
                "%d MiB are free for the %s".formatted(free, what),
                "make room: a small model" + " with its native libraries takes about " + DISK_MEBIBYTES + " MiB");
    }

    private void memory(Settings settings) {
        OptionalLong available = Memory.availableMebibytes();
        long wanted = Memory.wantedMebibytes(settings.workers());
        if (available.isPresent()) {
            finding(
                    available.getAsLong() >= wanted,
                    "%d MiB of memory are available, %d are wanted".formatted(available.getAsLong(), wanted),
                    "close other programs, or use fewer --workers");
        }
    }

    private void processes(Installation installation, Settings settings) {
        RunFolder run = new RunFolder(installation.run());
        String hint = surroundings.dataHint(installation);
        for (ProcessRecord process : run.alive()) {
            finding(true, process.name() + " runs as process " + process.pid(), "");
        }
        boolean supervised = run.alive(LocalStack.SUPERVISOR).isPresent();
        if (!supervised && run.alive().isEmpty()) {
            finding(
                    Ports.isFree(settings.port()),
                    "port " + settings.port() + " is free",
                    "stop the program that uses it, or choose another with --port");
            return;
        }
        finding(
                supervised,
                "the processes are supervised",
                "run `winnow down" + hint + "`, then `winnow up -d" + hint + "`");
        String url = new LocalCoordinator(installation).url().orElse(settings.url());
        finding(
                new LocalProbe().coordinatorReady(url),
                url + " is ready",
                "look into " + installation.logs().resolve("coordinator.log"));
    }

    private void finding(boolean good, String what, String remedy) {
        healthy &= good;
        console.result(good ? "ok    " + what : "WRONG not so: " + what + "; " + remedy);
    }
}
