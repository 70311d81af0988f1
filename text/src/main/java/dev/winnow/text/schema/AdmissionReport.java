package dev.winnow.text.schema;

import java.util.List;

/**
 * What becomes of each keyword of a schema that asserts something, in the order of the schema. Annotations (title,
 * description, default, examples and their like) assert nothing and are not listed.
 */
public record AdmissionReport(List<KeywordUse> keywords) {
    /** Copies the list. */
    public AdmissionReport {
        keywords = List.copyOf(keywords);
    }

    /** Whether an output can fail the schema although it was decoded under it. */
    public boolean needsCheckAfterwards() {
        return keywords.stream().anyMatch(use -> use.treatment() == Treatment.CHECKED_AFTERWARDS);
    }

    /** The keywords that are treated so. */
    public List<KeywordUse> treated(Treatment treatment) {
        return keywords.stream().filter(use -> use.treatment() == treatment).toList();
    }
}
