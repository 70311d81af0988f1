package dev.winnow.coordinator.result;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.coordinator.database.Sql;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** Counts items by how they ended, as soon as that is committed. Thread-safe. */
@Singleton
@Startup // so that its metrics are there before the first result
class ItemOutcomes {
    /** An item that has an output; all others are named by their error's code. */
    static final String SUCCEEDED = "succeeded";

    private static final String REFUSED = "refused";

    private final MeterRegistry meters;

    ItemOutcomes(MeterRegistry meters) {
        this.meters = meters;
        counter(SUCCEEDED);
        counter(REFUSED);
        for (ErrorCode code : ErrorCode.values()) {
            counter(code.wireName());
        }
    }

    void count(Sql sql, String outcome, int items) {
        sql.afterCommit(() -> counter(outcome).increment(items));
    }

    /** Items that could not be taken in; their codes are many. */
    void countRefused(Sql sql, int items) {
        count(sql, REFUSED, items);
    }

    private Counter counter(String outcome) {
        return Counter.builder("winnow.items")
                .description("Items by how they ended; one that is tried again ends again")
                .tag("outcome", outcome)
                .register(meters);
    }
}
