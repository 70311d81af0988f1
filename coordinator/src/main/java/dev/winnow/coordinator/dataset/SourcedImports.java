package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.dataset.SourcedRequest.Part;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.source.RowSource;
import dev.winnow.coordinator.source.SourceRows;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Imports datasets from sources. Thread-safe. */
@Singleton
public class SourcedImports {
    private final Map<String, RowSource> sources = new TreeMap<>();
    private final DatasetStore store;
    private final Datasets datasets;
    private final DatasetConfig config;

    SourcedImports(@All List<RowSource> all, DatasetStore store, Datasets datasets, DatasetConfig config) {
        all.forEach(source -> sources.put(source.kind(), source));
        this.store = store;
        this.datasets = datasets;
        this.config = config;
    }

    /**
     * Looks at a request that is kept for later.
     *
     * @throws ProblemException if it can never be fulfilled
     */
    public void check(String tenant, Fields body) {
        SourcedRequest request = SourcedRequest.read(body);
        request.sources().forEach(part -> find(part).check(tenant, part.request()));
    }

    /**
     * Reads and stores a dataset; the same rows again are the dataset that there is.
     *
     * @throws ProblemException if a source fails, or something in its rows cannot be used
     */
    public ChosenDataset store(String tenant, Fields body) {
        return datasets.resolve(tenant, stored(tenant, body).dataset().dataset());
    }

    /** The schema that its rows would have, as far as that is known before they are read. */
    public Optional<JsonNode> schema(String tenant, Fields body) {
        return Optional.ofNullable(schema(tenant, SourcedRequest.read(body)));
    }

    DatasetStore.Stored stored(String tenant, Fields body) {
        SourcedRequest request = SourcedRequest.read(body);
        request.sources().forEach(part -> find(part).check(tenant, part.request()));
        List<Supplier<SourceRows>> rows = request.sources().stream()
                .<Supplier<SourceRows>>map(part -> () -> find(part).open(tenant, part.request()))
                .toList();
        try (SourcedFiles files = new SourcedFiles(schema(tenant, request), rows, config.mostBytes())) {
            return store.store(
                    tenant,
                    request.dataset(),
                    files,
                    body.value("sources") == null
                            ? Objects.requireNonNull(body.value("source")).toString()
                            : Objects.requireNonNull(body.value("sources")).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable JsonNode schema(String tenant, SourcedRequest request) {
        if (request.schema() != null) {
            return request.schema();
        }
        return request.sources().stream()
                .map(part -> find(part).schema(tenant, part.request()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private RowSource find(Part part) {
        RowSource source = sources.get(part.kind());
        if (source == null) {
            throw part.source()
                    .refused(
                            part.kind(),
                            "there is no kind of source '%s'".formatted(part.kind()),
                            "choose one of " + String.join(", ", sources.keySet()));
        }
        return source;
    }
}
