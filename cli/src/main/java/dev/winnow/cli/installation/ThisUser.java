package dev.winnow.cli.installation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who runs this command. */
final class ThisUser {
    private static final Path OWN_PROCESS = Path.of("/proc/self");

    private ThisUser() {}

    /** Whether it is root; by the number where Linux tells it, because a container's user may have no name. */
    static boolean isRoot() {
        try {
            return Files.exists(OWN_PROCESS)
                    ? Files.getAttribute(OWN_PROCESS, "unix:uid").equals(0)
                    : "root".equals(System.getProperty("user.name"));
        } catch (IOException e) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
