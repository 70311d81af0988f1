package dev.winnow.coordinator.training;

import dev.winnow.coordinator.events.StreamListener;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One open stream of a training. Tells nothing twice. Thread-safe. */
final class TrainingListener extends StreamListener<TrainingNow> {
    private final String tenant;
    private final UUID training;
    private @Nullable TrainingNow told;

    TrainingListener(String tenant, UUID training, MultiEmitter<? super Optional<TrainingNow>> out) {
        super(out);
        this.tenant = tenant;
        this.training = training;
    }

    String tenant() {
        return tenant;
    }

    UUID training() {
        return training;
    }

    /** Tells how it is if that is new; its end ends the stream. */
    synchronized void tell(TrainingNow now) {
        if (!now.equals(told)) {
            told = now;
            emit(now);
        }
        if (now.isOver()) {
            end();
        }
    }
}
