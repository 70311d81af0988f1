package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.coordinator.audit.Audit;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Adapters that were trained here: checked as uploads are, and stored in the transaction that ends their training. */
@Singleton
public class TrainedAdapters {
    private final Adapters adapters;
    private final Aliases aliases;
    private final Audit audit;
    private final AdapterConfig config;

    TrainedAdapters(Adapters adapters, Aliases aliases, Audit audit, AdapterConfig config) {
        this.adapters = adapters;
        this.aliases = aliases;
        this.audit = audit;
        this.config = config;
    }

    /**
     * Reads and checks one, into the temporary folder.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if it is none that can be kept
     */
    public Received receive(InputStream zip) throws IOException {
        return new Received(AdapterArchive.read(zip, config.mostBytes()));
    }

    /**
     * Stores one as the next version of its name, and lets its alias stand for it. Where the same training came to the
     * same files before, that adapter is it, whatever it is called.
     *
     * @return what it is called: {@code recipes@3}
     */
    public String store(Sql sql, String tenant, Origin origin, Received received) throws SQLException {
        String adapter = adapters.storeTrained(sql, tenant, origin, received.adapter);
        if (origin.alias() != null) {
            aliases.move(sql, tenant, origin.alias(), adapter);
            audit.note(sql, tenant, "training of " + origin.name(), "PUT", "/api/v1/adapter-aliases/" + origin.alias());
        }
        return adapter;
    }

    /**
     * Where an adapter comes from.
     *
     * @param instruction that all its rows had, or null where they differ
     * @param alias what is to stand for it, or null
     * @param training what its card says
     */
    public record Origin(
            String name,
            String base,
            @Nullable String instruction,
            @Nullable String alias,
            JsonNode training) {}

    /** An adapter that has come whole; its files go when it is closed. */
    public static final class Received implements AutoCloseable {
        private final ReceivedAdapter adapter;

        private Received(ReceivedAdapter adapter) {
            this.adapter = adapter;
        }

        /** What names its files. */
        public String hash() {
            return adapter.hash();
        }

        /**
         * What says that it did not come out of a training of that plan; null if nothing does. Reads all its numbers.
         */
        public @Nullable String unfit(TrainingPlan plan) throws IOException {
            return adapter.unfit(plan);
        }

        @Override
        public void close() {
            adapter.close();
        }
    }
}
