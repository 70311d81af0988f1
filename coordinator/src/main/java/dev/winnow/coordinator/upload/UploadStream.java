package dev.winnow.coordinator.upload;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a stream for a thread that may block. The connection runs a bounded number of chunks ahead of the
 * reader, and waits when they are full.
 *
 * <p>The framework's own stream asks for one chunk at a time. Each then costs two changes of thread, which took a third
 * of the time that a submission of many small items needs (docs/decisions/0010). One thread may read.
 */
public final class UploadStream extends InputStream {
    // At 8 to 64 KiB a chunk.
    private static final int AHEAD = 64;
    // Who sends a byte a minute holds the place of another.
    private static final long LEAST_BYTES_A_SECOND = 1024;

    private final HttpServerRequest request;
    private final Context connection;
    private final Duration patience;

    // Guarded by this: filled by the connection's thread, emptied by the reader's.
    private final Deque<Buffer> chunks = new ArrayDeque<>();
    private boolean ended;
    private boolean waiting;
    private @Nullable Throwable failure;

    // The reader's alone.
    private boolean begun;
    private Buffer current = Buffer.buffer();
    private int next;
    private int taken;

    // Of the present window, which ends when the client was waited for as long as patience allows.
    private long waitedNanos;
    private long bytes;

    private UploadStream(HttpServerRequest request, Context connection, Duration patience) {
        this.request = request;
        this.connection = connection;
        this.patience = patience;
    }

    /**
     * The body of a request that nobody has begun to read; nothing of it is taken before the first read. To be called
     * on a thread that the request was handed to.
     *
     * @param patience how long a client is waited for that sends nothing, or next to nothing: less than a kibibyte a
     *     second of the time that it is waited for
     */
    public static UploadStream of(HttpServerRequest request, Duration patience) {
        Context context = requireNonNull(Vertx.currentContext(), "only within a request");
        return new UploadStream(request, context, patience);
    }

    private void attach() {
        if (request.isEnded()) {
            // Nobody may have read it before, so it had no body.
            end(null);
            return;
        }
        if (request.response().closed()) {
            // Nobody listened when the connection said so, and it says it once.
            end(new ClosedChannelException());
            return;
        }
        request.pause();
        request.handler(this::arrived);
        request.endHandler(nothing -> end(null));
        request.exceptionHandler(this::end);
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.fetch(AHEAD);
    }

    private synchronized void arrived(Buffer chunk) {
        chunks.addLast(chunk);
        wake();
    }

    private synchronized void end(@Nullable Throwable reason) {
        ended = true;
        failure = reason;
        wake();
    }

    private void wake() {
        if (waiting) {
            waiting = false;
            notifyAll();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Reads as much as is there, and waits only where nothing is. */
    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!begun) {
            begun = true;
            connection.runOnContext(now -> attach());
        }
        int done = 0;
        while (done < length && (next < current.length() || take(done == 0))) {
            int some = Math.min(length - done, current.length() - next);
            current.getBytes(next, next + some, target, offset + done);
            next += some;
            done += some;
        }
        return done == 0 && length > 0 ? -1 : done;
    }

    /** Takes the next chunk; false at the end, or where none is there and none is to be waited for. */
    private boolean take(boolean wait) throws IOException {
        Buffer chunk;
        synchronized (this) {
            if (wait) {
                awaitSomething();
            }
            chunk = chunks.pollFirst();
        }
        if (chunk == null) {
            return false;
        }
        current = chunk;
        bytes += chunk.length();
        next = 0;
        taken++;
        if (taken == AHEAD / 2) {
            taken = 0;
            connection.runOnContext(now -> request.fetch(AHEAD / 2));
        }
        return true;
    }

    private synchronized void awaitSomething() throws IOException {
        long before = System.nanoTime();
        long deadline = before + patience.toNanos();
        while (chunks.isEmpty() && !ended) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new UploadStalledException(patience, 0);
            }
            waiting = true;
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while the client was waited for");
            }
        }
        if (chunks.isEmpty() && failure != null) {
            throw new IOException("the client did not send all of it", failure);
        }
        requirePace(System.nanoTime() - before);
    }

    private void requirePace(long waited) throws IOException {
        waitedNanos += waited;
        if (waitedNanos < patience.toNanos()) {
            return;
        }
        if (!ended && bytes < LEAST_BYTES_A_SECOND * patience.toMillis() / 1000) {
            throw new UploadStalledException(patience, bytes);
        }
        waitedNanos = 0;
        bytes = 0;
    }

    /**
     * What was sent, as its sender meant it: a body that came packed is unpacked while it is read.
     *
     * @throws BodyCodingException if nobody here unpacks what it came in
     */
    public InputStream unpacked() throws BodyCodingException {
        return Unpacking.of(this, request.getHeader(HttpHeaders.CONTENT_ENCODING));
    }

    /** Lets the connection throw away what is left, so that it can be used again. */
    @Override
    public void close() {
        connection.runOnContext(now -> {
            if (!request.isEnded()) {
                request.handler(thrownAway -> {});
                request.resume();
            }
        });
    }
}
