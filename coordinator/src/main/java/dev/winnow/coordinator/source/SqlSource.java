package dev.winnow.coordinator.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.source.SourceConfig.SqlDatabase;
import jakarta.inject.Singleton;
import java.util.Optional;

/** One SELECT to a database that the operator has named. Thread-safe. */
@Singleton
class SqlSource implements RowSource {
    private final SourceConnections connections;

    SqlSource(SourceConnections connections) {
        this.connections = connections;
    }

    @Override
    public String kind() {
        return "sql";
    }

    @Override
    public void check(String tenant, Fields request) {
        require(tenant, SqlRequest.read(request));
    }

    @Override
    public Optional<JsonNode> schema(String tenant, Fields request) {
        return Optional.empty();
    }

    @Override
    public SourceRows open(String tenant, Fields request) {
        SqlRequest wanted = SqlRequest.read(request);
        SqlDatabase database = require(tenant, wanted);
        return SqlRows.open(wanted, database, connections.open(wanted.source(), database));
    }

    private SqlDatabase require(String tenant, SqlRequest wanted) {
        SqlDatabase found = connections.find(tenant, wanted.source());
        if (found == null) {
            String names = connections.names(tenant);
            throw wanted.fields()
                    .refused(
                            "unknown_source",
                            "source",
                            "there is no source '%s'".formatted(wanted.source()),
                            names.isEmpty()
                                    ? "the operator has named none: docs/reference/datasets.md says how"
                                    : "choose one of " + names);
        }
        return found;
    }
}
