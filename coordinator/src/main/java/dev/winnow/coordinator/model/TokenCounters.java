package dev.winnow.coordinator.model;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps one counter for each model, and makes it anew when a worker brings another tokenizer. Thread-safe. */
@Singleton
public class TokenCounters {
    private final Map<String, Kept> kept = new HashMap<>();

    /** The counter of a model; empty until a worker has sent the model's text. */
    public synchronized Optional<TokenCounter> of(CatalogModel model) {
        Kept known = kept.get(model.name());
        if (known != null && known.textHash().equals(model.textHash())) {
            return Optional.of(known.counter());
        }
        TokenCounter made = model.text().map(TokenCounter::new).orElse(null);
        return Optional.ofNullable(keep(model, made));
    }

    private @Nullable TokenCounter keep(CatalogModel model, @Nullable TokenCounter made) {
        if (made != null) {
            // The one before is left to run out with the requests that use it; tokenizers change by hand and rarely.
            kept.put(model.name(), new Kept(model.textHash(), made));
        }
        return made;
    }

    @PreDestroy
    synchronized void close() {
        kept.values().forEach(entry -> entry.counter().close());
    }

    private record Kept(String textHash, TokenCounter counter) {}
}
