package dev.winnow.coordinator.training;

import io.smallrye.mutiny.subscription.MultiEmitter;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One open stream of a training. Tells nothing twice. Thread-safe. */
final class TrainingListener {
    private final String tenant;
    private final UUID training;
    private final MultiEmitter<? super Optional<TrainingNow>> out;
    private @Nullable TrainingNow told;

    TrainingListener(String tenant, UUID training, MultiEmitter<? super Optional<TrainingNow>> out) {
        this.tenant = tenant;
        this.training = training;
        this.out = out;
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
            out.emit(Optional.of(now));
        }
        if (now.isOver()) {
            out.complete();
        }
    }

    void beat() {
        out.emit(Optional.empty());
    }

    void gone() {
        out.complete();
    }
}
