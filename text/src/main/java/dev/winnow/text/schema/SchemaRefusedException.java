package dev.winnow.text.schema;

import java.util.List;
import java.util.stream.Collectors;

/** A schema that cannot be kept, with every reason found. The message is fit for users. */
public final class SchemaRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialized; the list is immutable
    private final List<SchemaRefusal> refusals;

    private final transient AdmissionReport report;

    /** Takes at least one refusal, and what was found of the keywords besides. */
    public SchemaRefusedException(List<SchemaRefusal> refusals, AdmissionReport report) {
        super(refusals.stream().map(SchemaRefusal::describe).collect(Collectors.joining("\n")));
        this.refusals = List.copyOf(refusals);
        this.report = report;
    }

    /** Every reason, in the order of the schema; at least one. */
    public List<SchemaRefusal> refusals() {
        return refusals;
    }

    /** What becomes of each keyword, the refused ones among them. */
    public AdmissionReport report() {
        return report;
    }
}
