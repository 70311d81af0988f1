package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Optional;

/** The schemas of JSON Schema itself, as the validator brings them along. The only documents outside that are read. */
final class Metaschemas {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Metaschemas() {}

    static Optional<JsonNode> find(URI address) {
        boolean official = "json-schema.org".equals(address.getHost()) && address.getPath() != null;
        if (!official || !address.getPath().startsWith("/draft")) {
            return Optional.empty();
        }
        try (InputStream file = com.networknt.schema.Schema.class.getResourceAsStream(address.getPath())) {
            return file == null ? Optional.empty() : Optional.of(MAPPER.readTree(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
