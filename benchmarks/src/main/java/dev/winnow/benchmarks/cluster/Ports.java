package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports on loopback, below those that the system gives to outgoing connections: a server that is killed and
 * started again must find its port still free.
 */
public final class Ports {
    private static final int FIRST = 16_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 200;

    private Ports() {}

    /** A free port. */
    public static int free() throws IOException {
        return free(1);
    }

    /** The first of so many ports in a row that are all free. */
    static int free(int count) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (allFree(first, count)) {
                return first;
            }
        }
        throw new IOException("no %d free ports in a row between %d and %d".formatted(count, FIRST, LAST));
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!socket.isBound()) {
                    return false;
                }
            } catch (IOException e) {
                return false; // somebody's
            }
        }
        return true;
    }
}
