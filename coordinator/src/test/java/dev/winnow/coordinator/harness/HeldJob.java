package dev.winnow.coordinator.harness;

import dev.winnow.coordinator.database.Database;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Somebody who holds a job's row until it is let go: whoever wants it stands still in the middle of a transaction. */
public final class HeldJob {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Future<?> holder;

    public HeldJob(Database database, ExecutorService threads, UUID job) throws InterruptedException {
        CountDownLatch held = new CountDownLatch(1);
        holder = threads.submit(() -> database.inTransaction(sql -> {
            sql.query("select id from job where id = ? for update", row -> "", job);
            held.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return job;
        }));
        held.await();
    }

    public void letGo() throws InterruptedException, ExecutionException {
        over.countDown();
        holder.get();
    }
}
