package dev.winnow.coordinator.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The server process over one data folder: made, started and stopped by PostgreSQL's own programs. */
final class PostgresProcess {
    static final String SUPERUSER = "postgres";

    private static final long LARGEST_LOG_BYTES = 8L << 20;
    private static final int LOG_TAIL_BYTES = 4096;

    /** What "acknowledged" rests on, and who may connect. Said again at each start, whatever postgresql.conf says. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", "''"), // the shell that pg_ctl starts takes the quotes away
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("timezone", "UTC"),
            Map.entry("max_connections", "60"),
            // A job of millions writes gigabytes: after each checkpoint every page goes into the log once more.
            Map.entry("max_wal_size", "4GB"),
            Map.entry("checkpoint_timeout", "15min"),
            // Parallel plans need /dev/shm, of which containers have 64 MB.
            Map.entry("max_parallel_workers_per_gather", "0")));

    private final PostgresBinaries binaries;
    private final Path data;
    private final Path log;

    PostgresProcess(PostgresBinaries binaries, Path data, Path log) {
        this.binaries = binaries;
        this.data = data;
        this.log = log;
    }

    /** Makes the data folder unless it is there. Passwords are demanded from the first moment on: no trust, ever. */
    void createIfMissing(String superuserPassword) throws StartException, IOException, InterruptedException {
        if (Files.exists(data)) {
            checkVersion();
            return;
        }
        Path unfinished = data.resolveSibling(data.getFileName() + ".unfinished");
        PostgresBinaries.delete(unfinished); // of a start that was killed
        Files.createDirectory(
                unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        DroppedRights rights = DroppedRights.forFolder(unfinished);
        Path passwordFile = unfinished.resolveSibling(unfinished.getFileName() + "-password");
        try {
            DataFolder.writePrivately(passwordFile, superuserPassword + "\n");
            if (DroppedRights.isRoot()) {
                Files.setAttribute(passwordFile, "unix:uid", rights.owner(), LinkOption.NOFOLLOW_LINKS);
            }
            run(rights.command(
                    binaries.program("initdb").toString(),
                    "--pgdata=" + unfinished,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    // Sorting that depends on no installed locale, so that an index is right on every machine.
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8"));
        } finally {
            Files.deleteIfExists(passwordFile);
        }
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkVersion() throws StartException, IOException {
        Path versionFile = data.resolve("PG_VERSION");
        String version =
                Files.exists(versionFile) ? Files.readString(versionFile).strip() : "none";
        if (!version.equals(PostgresBinaries.MAJOR_VERSION)) {
            throw new StartException("The database in " + data + " is of PostgreSQL version " + version
                    + ", this coordinator brings version " + PostgresBinaries.MAJOR_VERSION
                    + ". Move it with pg_upgrade, set WINNOW_DATABASE_URL to a server of that version, or choose"
                    + " a new folder with --data or WINNOW_DATA.");
        }
    }

    /**
     * Starts the server, after ending one that an earlier coordinator left behind; returns when it takes connections.
     */
    void start(int port) throws StartException, IOException, InterruptedException {
        stopIfRunning();
        // A process id that is a stranger's by now, as after a container's restart, would make the server refuse. The
        // folder is locked by this process and its server has ended, so the file says nothing any more.
        Files.deleteIfExists(pidFile());
        String options = SETTINGS.entrySet().stream()
                .map(setting -> " -c " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("", "-p " + port, ""));
        // pg_ctl gives the server a session of its own, so that Ctrl-C reaches the coordinator only. Recovery after a
        // crash can take its time: -w waits for it.
        pgCtl("start", "-w", "-t", "600", "-o", options);
    }

    /** Ends the server of this folder, if one runs, and waits until it has ended; open connections are cut. */
    void stopIfRunning() throws StartException, IOException, InterruptedException {
        if (running().isPresent()) {
            pgCtl("stop", "-w", "-t", "60", "-m", "fast");
        }
    }

    /** The server process of this folder, also one that an earlier coordinator started. */
    Optional<ProcessHandle> running() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        String pid = Files.readString(pidFile()).lines().findFirst().orElse("").strip();
        if (!pid.matches("\\d{1,18}")) {
            return Optional.empty(); // the disk was full when it was written
        }
        // After a reboot the number may belong to a stranger, and pg_ctl would signal that one.
        return ProcessHandle.of(Long.parseLong(pid)).filter(process -> process.info()
                .command()
                .map(command -> command.endsWith("/postgres"))
                .orElse(false));
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    private void pgCtl(String action, String... arguments) throws StartException, IOException, InterruptedException {
        List<String> command = DroppedRights.forFolder(data)
                .command(binaries.program("pg_ctl").toString(), action, "-D", data.toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    /** Output goes to a file and not through this process: the server lives on when this process is killed. */
    private void run(List<String> command) throws StartException, IOException, InterruptedException {
        if (Files.exists(log) && Files.size(log) > LARGEST_LOG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(log)) {
            DataFolder.writePrivately(log, ""); // it may quote rows
        }
        long before = Files.size(log);
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile()) // where everybody may be, also who dropped root
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        int code = process.waitFor();
        if (code != 0) {
            throw PostgresFailure.explain(data, log, tail(before));
        }
    }

    private String tail(long from) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(from, file.length() - LOG_TAIL_BYTES));
            byte[] bytes = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
