package dev.winnow.coordinator.fleet;

import dev.winnow.common.control.WorkerRegistration;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** One life of a worker process. */
@Entity
@Table(name = "worker")
public class Worker extends PanacheEntityBase {
    @Id
    UUID incarnation;

    String name;
    String model;
    String quantization;

    @Column(name = "context_tokens")
    int contextTokens;

    int slots;

    @Column(name = "process_id")
    long processId;

    String state;

    @Column(name = "tokens_per_second")
    double tokensPerSecond;

    @Column(name = "shown_tokens_per_second")
    double shownTokensPerSecond;

    @Column(name = "registered_at")
    Instant registeredAt;

    @Column(name = "last_seen")
    Instant lastSeen;

    @Column(name = "signed_off")
    boolean signedOff;

    /** For Hibernate. */
    protected Worker() {}

    Worker(WorkerRegistration registration, Instant now) {
        this.incarnation = registration.incarnation();
        this.registeredAt = now;
        update(registration, now);
    }

    final void update(WorkerRegistration registration, Instant now) {
        this.name = registration.name();
        this.model = registration.pool().model();
        this.quantization = registration.pool().quantization();
        this.contextTokens = registration.contextTokens();
        this.slots = registration.slots();
        this.processId = registration.processId();
        this.state = WorkerState.LIVE.stored();
        this.signedOff = false;
        this.lastSeen = now;
    }
}
