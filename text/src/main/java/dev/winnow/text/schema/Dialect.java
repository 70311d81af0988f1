package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The drafts of JSON Schema that are read, oldest first. What a keyword means depends on them. */
enum Dialect {
    DRAFT_4("json-schema.org/draft-04/schema"),
    DRAFT_6("json-schema.org/draft-06/schema"),
    DRAFT_7("json-schema.org/draft-07/schema"),
    DRAFT_2019_09("json-schema.org/draft/2019-09/schema"),
    DRAFT_2020_12("json-schema.org/draft/2020-12/schema"),
    /** No draft is named: the newest, with what older ones write otherwise understood as they mean it. */
    UNNAMED("");

    private static final Pattern OWN_MACHINE =
            Pattern.compile("^(?:file:|https?://(?:localhost|127\\.|\\[::1]))", Pattern.CASE_INSENSITIVE);

    private final String name;

    Dialect(String name) {
        this.name = name;
    }

    /** The dialect of a {@code $schema}; empty if it is none that is known here. */
    static Optional<Dialect> of(JsonNode schemaUri) {
        if (!schemaUri.isTextual()) {
            return Optional.empty();
        }
        String uri = schemaUri.textValue().strip().replaceFirst("#$", "").replaceFirst("^https?://", "");
        String plain = uri.toLowerCase(Locale.ROOT).replaceFirst("/$", "");
        // Snowplow's schemas, of which many are about, describe themselves by one of their own.
        if (plain.startsWith("iglucentral.com/schemas/com.snowplowanalytics.self-desc/")) {
            return Optional.of(DRAFT_4);
        }
        for (Dialect dialect : values()) {
            if (dialect != UNNAMED && dialect.name.equals(plain)) {
                return Optional.of(dialect);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a dialect that is not known may be read as if none was named: what the oldest drafts and tutorials write,
     * and editors' addresses. What lies on the writer's own machine may be a dialect of its own making.
     */
    static boolean mayBeReadAsUnnamed(JsonNode schemaUri) {
        return schemaUri.isTextual()
                && !OWN_MACHINE.matcher(schemaUri.textValue()).find();
    }

    /** Its address as its own schema has it; none where no draft is named. */
    Optional<String> address() {
        if (this == UNNAMED) {
            return Optional.empty();
        }
        return Optional.of(isBefore(DRAFT_2019_09) ? "http://" + name + "#" : "https://" + name);
    }

    boolean isBefore(Dialect other) {
        return compareTo(other) < 0;
    }

    /** Whether it has a keyword that came with that draft. */
    boolean since(Dialect draft) {
        return !isBefore(draft);
    }

    /** Whether it has a keyword that this draft was the last to have. */
    boolean until(Dialect draft) {
        return this == UNNAMED || compareTo(draft) <= 0;
    }

    /** Whether {@code $ref} stands alone, and what is beside it says nothing. */
    boolean referencesStandAlone() {
        return isBefore(DRAFT_2019_09);
    }

    /** The keyword that names a schema. */
    String idKeyword() {
        return this == DRAFT_4 ? "id" : "$id";
    }
}
