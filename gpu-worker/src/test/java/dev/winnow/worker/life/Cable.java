package dev.winnow.worker.life;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The line between the worker and the broker, which a test can cut and leave cut. */
final class Cable implements AutoCloseable {
    private final ServerSocket listening;
    private final int brokerPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean whole = true;

    Cable(int brokerPort) {
        this.brokerPort = brokerPort;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("cable", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections the worker has opened. */
    int connections() {
        return connections.get();
    }

    /** Ends every connection; new ones are possible. */
    void interrupt() {
        sockets.forEach(Cable::closeQuietly);
        sockets.clear();
    }

    /** Ends every connection, and ends each new one at once. */
    void cut() {
        whole = false;
        interrupt();
    }

    void mend() {
        whole = true;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket worker = listening.accept();
                if (!whole) {
                    closeQuietly(worker);
                    continue;
                }
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
                connections.incrementAndGet();
                sockets.add(worker);
                sockets.add(broker);
                run("cable-out", () -> copy(worker, broker));
                run("cable-in", () -> copy(broker, worker));
            } catch (IOException e) {
                interrupt(); // The broker is gone, or this cable is closed: the loop sees which.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException e) {
            // One end was closed: close the other.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        interrupt();
    }
}
