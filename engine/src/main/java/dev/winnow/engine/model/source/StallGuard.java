package dev.winnow.engine.model.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stream that is closed when no byte has come for a while: the JDK's client has no time-out for bodies, so a server
 * that goes silent would hold a download for ever.
 */
final class StallGuard extends FilterInputStream {
    private final AtomicLong reads = new AtomicLong();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration longest;
    private volatile boolean stalled;

    StallGuard(InputStream in, Duration longest) {
        super(in);
        this.longest = longest;
        Thread watch = new Thread(this::watch, "winnow-download-watch");
        watch.setDaemon(true);
        watch.start();
    }

    @Override
    public int read() throws IOException {
        throw new UnsupportedOperationException("downloads are read in blocks");
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        try {
            int read = super.read(target, from, length);
            reads.incrementAndGet();
            return read;
        } catch (IOException e) {
            throw stalled ? new IOException("no byte came for %d s".formatted(longest.toSeconds()), e) : e;
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        super.close();
    }

    private void watch() {
        try {
            long before = -1;
            while (!closed.await(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                long now = reads.get();
                if (now == before) {
                    stalled = true;
                    super.close();
                    return;
                }
                before = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The reader meets the same broken stream and reports it.
            stalled = true;
        }
    }
}
