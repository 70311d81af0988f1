package dev.winnow.coordinator.model;

import dev.winnow.common.control.ModelText;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A base model that some worker has registered. */
@Entity
@Table(name = "model")
public class CatalogModel extends PanacheEntityBase {
    @Id
    String name;

    @Column(name = "context_tokens")
    int contextTokens;

    @Column(name = "text_hash")
    String textHash;

    @Nullable
    @Column(name = "tokenizer_json")
    String tokenizerJson;

    @Nullable
    @Column(name = "chat_template")
    String chatTemplate;

    @Nullable
    @Column(name = "bos_token")
    String bosToken;

    @Nullable
    @Column(name = "eos_token")
    String eosToken;

    @Column(name = "updated_at")
    Instant updatedAt;

    /** For Hibernate and the catalog. */
    protected CatalogModel() {}

    /** The name in requests. */
    public String name() {
        return name;
    }

    /** The most tokens that a prompt and its output may have together. */
    public int contextTokens() {
        return contextTokens;
    }

    /** Names the tokenizer and template. */
    public String textHash() {
        return textHash;
    }

    /** When a worker last said something about it. */
    public Instant updatedAt() {
        return updatedAt;
    }

    boolean textKnown() {
        return tokenizerJson != null;
    }

    /** What is needed to count tokens, once a worker has sent it. */
    public Optional<ModelText> text() {
        if (tokenizerJson == null || chatTemplate == null || bosToken == null || eosToken == null) {
            return Optional.empty();
        }
        return Optional.of(new ModelText(tokenizerJson, chatTemplate, bosToken, eosToken));
    }
}
