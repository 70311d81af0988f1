package dev.winnow.benchmarks.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A piece of network on loopback: a TCP proxy before one server, or before several as a load balancer takes turns. It
 * can be cut, so that connections are reset and new ones refused, or stalled, so that they stay open and nothing gets
 * through. Thread-safe.
 */
public final class Link implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 14;

    private final ServerSocket server;
    private final List<Integer> upstreams;
    private final boolean turns;
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private State state = State.FLOWING;

    private enum State {
        FLOWING,
        STALLED,
        CUT
    }

    /** Begins to listen on a port of its own, for servers on these ports. */
    public Link(List<Integer> upstreams) throws IOException {
        this(upstreams, true);
    }

    /** The same, but each connection goes to the first server that listens, and none takes turns. */
    public static Link preferring(List<Integer> upstreams) throws IOException {
        return new Link(upstreams, false);
    }

    private Link(List<Integer> upstreams, boolean turns) throws IOException {
        this.upstreams = List.copyOf(upstreams);
        this.turns = turns;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** Resets all connections; new ones are reset too. */
    public void cut() {
        become(State.CUT);
        open.forEach(Link::reset);
    }

    /** Holds back every byte. */
    public void stall() {
        become(State.STALLED);
    }

    /** Lets everything through again. */
    public void heal() {
        become(State.FLOWING);
    }

    private synchronized void become(State next) {
        state = next;
        notifyAll();
    }

    /** Waits while stalled; false once it is cut. */
    private synchronized boolean flows() throws InterruptedException {
        while (state == State.STALLED) {
            wait();
        }
        return state == State.FLOWING;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                daemon(() -> connect(client));
            } catch (IOException e) {
                // Closed, or out of descriptors for a moment: the client tries again.
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = null;
        try {
            upstream = flows() ? upstream() : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (upstream == null) {
            end(client);
            return;
        }
        open.add(upstream);
        Socket connected = upstream;
        daemon(() -> pump(client, connected));
        pump(connected, client);
    }

    // Whose turn it is, or the first where there are no turns, or else the next one that listens.
    private @Nullable Socket upstream() {
        int first = turns ? turn.getAndIncrement() : 0;
        for (int i = 0; i < upstreams.size(); i++) {
            int port = upstreams.get(Math.floorMod(first + i, upstreams.size()));
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                // It is down.
            }
        }
        return null;
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read = in.read(buffer);
            while (read >= 0 && flows()) {
                out.write(buffer, 0, read);
                read = in.read(buffer);
            }
        } catch (IOException e) {
            // One side has gone, and the other one hears of it below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        open.remove(socket);
        reset(socket);
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // It was closed already.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
