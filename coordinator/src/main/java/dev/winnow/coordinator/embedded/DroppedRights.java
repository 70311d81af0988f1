package dev.winnow.coordinator.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * How to run PostgreSQL, which refuses to run as root: words to put before its commands, and the user who must own its
 * folder. An ordinary user needs neither.
 */
record DroppedRights(List<String> prefix, int owner) {
    private static final Logger LOG = Logger.getLogger(DroppedRights.class);
    private static final int NOBODY = 65534;
    private static final int ROOT = 0;

    // A user namespace of its own first: there root is nobody, yet every file stays root's. Containers mostly forbid
    // it;
    // there the server becomes nobody for real. (CAP_DAC_OVERRIDE for it is no way: PostgreSQL asks access(2), which
    // does not count capabilities.)
    private static final List<DroppedRights> WAYS_FROM_ROOT = List.of(
            new DroppedRights(List.of("unshare", "-U"), ROOT),
            new DroppedRights(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--inh-caps=-all"),
                    NOBODY));

    static boolean isRoot() throws IOException {
        return currentUser() == ROOT;
    }

    /** Asked of a new file: Java's UnixSystem says 0, which is root, for a user whom no passwd file knows. */
    private static int currentUser() throws IOException {
        Path probe = Files.createTempFile("winnow-owner-", "");
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }

    /**
     * Finds the first way that works here, by trying to write into {@code folder}, and gives the folder to that user.
     *
     * @throws StartException when this is root and no way works
     */
    static DroppedRights forFolder(Path folder) throws StartException, IOException, InterruptedException {
        int user = currentUser();
        if (user != ROOT) {
            return new DroppedRights(List.of(), user);
        }
        return firstThatWorks(WAYS_FROM_ROOT, folder);
    }

    static DroppedRights firstThatWorks(List<DroppedRights> ways, Path folder)
            throws StartException, IOException, InterruptedException {
        for (DroppedRights way : ways) {
            give(folder, way.owner);
            if (way.works(folder)) {
                LOG.debugf("PostgreSQL runs by %s", way.prefix);
                return way;
            }
        }
        throw new StartException(
                "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' can drop root's"
                        + " rights here so that " + folder
                        + " stays writable. Choose a folder that every user can reach with --data or"
                        + " WINNOW_DATA (such as /var/lib/winnow), start the coordinator as an ordinary user, install"
                        + " util-linux, or set WINNOW_DATABASE_URL to a PostgreSQL of your own.");
    }

    private boolean works(Path folder) throws InterruptedException {
        String check = "test \"$(id -u)\" != 0 && test -w \"$1\" && test -x \"$1\"";
        try {
            Process process = new ProcessBuilder(command("sh", "-c", check, "sh", folder.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            LOG.debugf("%s cannot be run: %s", prefix, e.getMessage());
            return false;
        }
    }

    /** The command line that runs these words with the rights dropped. */
    List<String> command(String... words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(words));
        return command;
    }

    /** PostgreSQL insists on owning its folder, which another way may have owned at the last start. */
    private static void give(Path folder, int owner) throws IOException {
        if (owner == (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.toList()) {
                Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
