package dev.winnow.coordinator.recording;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A message that could not be handled and never can be, kept for people to look at. */
@Entity
@Table(name = "parked_message")
public class ParkedMessage extends PanacheEntityBase {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String queue;
    String reason;
    byte[] body;

    @Column(name = "parked_at")
    Instant parkedAt;

    /** For Hibernate. */
    protected ParkedMessage() {}

    ParkedMessage(String queue, String reason, byte[] body, Instant parkedAt) {
        this.queue = queue;
        this.reason = reason.replace('\0', ' ');
        this.body = body.clone();
        this.parkedAt = parkedAt;
    }
}
