package dev.winnow.coordinator.fleet;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A name whose worker is to take no more work, until an operator says otherwise. */
@Entity
@Table(name = "drained_worker")
public class DrainedWorker extends PanacheEntityBase {
    @Id
    String name;

    Instant since;

    /** For Hibernate. */
    protected DrainedWorker() {}

    DrainedWorker(String name, Instant since) {
        this.name = name;
        this.since = since;
    }
}
