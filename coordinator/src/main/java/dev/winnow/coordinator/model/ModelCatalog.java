package dev.winnow.coordinator.model;

import dev.winnow.common.control.ModelText;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows the models that workers serve, or have served. Thread-safe. */
@Singleton
public class ModelCatalog {
    private final Clock clock;

    ModelCatalog(Clock clock) {
        this.clock = clock;
    }

    /**
     * Notes what a worker serves.
     *
     * @return whether the model's text is wanted: it is not known, or another one than before
     */
    @Transactional
    public boolean register(String name, int contextTokens, String textHash) {
        // The workers of a fleet start at once: one of them makes the row, and the others wait for it here.
        CatalogModel.getEntityManager()
                .createNativeQuery("insert into model (name, context_tokens, text_hash, updated_at)"
                        + " values (:name, :tokens, :hash, :now) on conflict (name) do nothing")
                .setParameter("name", name)
                .setParameter("tokens", contextTokens)
                .setParameter("hash", textHash)
                .setParameter("now", clock.instant())
                .executeUpdate();
        CatalogModel model = CatalogModel.findById(name);
        if (!model.textHash.equals(textHash)) {
            // Counting by another tokenizer than the worker's would admit items that fail: ask anew.
            setText(model, null);
        }
        fill(model, contextTokens, textHash);
        return !model.textKnown();
    }

    private void fill(CatalogModel model, int contextTokens, String textHash) {
        model.contextTokens = contextTokens;
        model.textHash = textHash;
        model.updatedAt = clock.instant();
    }

    /**
     * Keeps a model's tokenizer and template.
     *
     * @return whether the model is known
     */
    @Transactional
    public boolean storeText(String name, ModelText text) {
        CatalogModel model = CatalogModel.findById(name);
        if (model == null) {
            return false;
        }
        setText(model, text);
        return true;
    }

    private static void setText(CatalogModel model, @Nullable ModelText text) {
        model.tokenizerJson = text == null ? null : text.tokenizerJson();
        model.chatTemplate = text == null ? null : text.chatTemplate();
        model.bosToken = text == null ? null : text.bosToken();
        model.eosToken = text == null ? null : text.eosToken();
    }

    /** The model of that name. */
    @Transactional
    public Optional<CatalogModel> find(String name) {
        return CatalogModel.findByIdOptional(name);
    }

    /** All models, by name. */
    @Transactional
    public List<CatalogModel> all() {
        return CatalogModel.list("order by name");
    }
}
