package dev.winnow.cli.machine;

import dev.winnow.cli.console.CommandException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.IntStream;

/** TCP ports of the loopback address. */
public final class Ports {
    private static final int TRIES = 200;

    private Ports() {}

    /** Whether nobody listens there. */
    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** The first free port from the given one on. */
    public static int firstFree(int from) {
        return IntStream.range(from, Math.min(from + TRIES, 65_536))
                .filter(Ports::isFree)
                .findFirst()
                .orElseThrow(() ->
                        CommandException.failed("No port is free from " + from + " on: choose another with --port"));
    }
}
