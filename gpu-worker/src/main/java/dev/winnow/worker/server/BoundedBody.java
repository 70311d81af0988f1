package dev.winnow.worker.server;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/** A body in memory, up to a limit: whatever the server sends, the worker's memory stays. */
final class BoundedBody implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final AtomicReference<Flow.Subscription> open = new AtomicReference<>();
    private final int most;
    private long taken;

    /** Takes the limit, in bytes. */
    BoundedBody(int most) {
        this.most = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        open.set(subscription);
        whole.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        taken += parts.stream().mapToLong(ByteBuffer::remaining).sum();
        if (taken <= most) {
            whole.onNext(parts);
            return;
        }
        Flow.Subscription subscription = open.getAndSet(null);
        if (subscription != null) {
            subscription.cancel();
            whole.onError(new IOException("the server's answer has more than %d bytes".formatted(most)));
        }
    }

    @Override
    public void onError(Throwable failure) {
        whole.onError(failure);
    }

    @Override
    public void onComplete() {
        whole.onComplete();
    }
}
