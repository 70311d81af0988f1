package dev.winnow.text.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found in a schema so far. A definition that is referred to twice is reported once. */
final class Findings {
    private final Map<String, KeywordUse> uses = new LinkedHashMap<>();
    private final Map<String, SchemaRefusal> refusals = new LinkedHashMap<>();

    void enforced(Location schema, String keyword) {
        use(schema, keyword, Treatment.ENFORCED, "");
    }

    void enforced(Location schema, String keyword, String note) {
        use(schema, keyword, Treatment.ENFORCED, note);
    }

    void checkedAfterwards(Location schema, String keyword, String note) {
        use(schema, keyword, Treatment.CHECKED_AFTERWARDS, note);
    }

    /** Wherever a keyword was met. */
    void checkedAfterwards(String keyword, String note) {
        uses.replaceAll((pointer, use) -> use.keyword().equals(keyword) && use.treatment() == Treatment.ENFORCED
                ? new KeywordUse(pointer, keyword, Treatment.CHECKED_AFTERWARDS, note)
                : use);
    }

    /** Of a keyword that must not fit. */
    void misfitsChecked(Location schema, String keyword) {
        checkedAfterwards(
                schema, keyword, "that a value does not fit it can only be checked when the value is complete");
    }

    void ignored(Location schema, String keyword, String note) {
        use(schema, keyword, Treatment.IGNORED, note);
    }

    /** Refuses a keyword that is there. */
    void refuse(Location schema, String keyword, String message, String remedy) {
        use(schema, keyword, Treatment.REFUSED, message + "; " + remedy);
        refuseAt(schema.child(keyword), keyword, message, remedy);
    }

    /** Refuses a place for what it lacks. */
    void refuseAt(Location place, String keyword, String message, String remedy) {
        refusals.putIfAbsent(
                place.pointer() + " " + keyword, new SchemaRefusal(place.pointer(), keyword, message, remedy));
    }

    private void use(Location schema, String keyword, Treatment treatment, String note) {
        String pointer = schema.child(keyword).pointer();
        KeywordUse before = uses.get(pointer);
        // The stricter word stands: a keyword found enforceable may turn out to have an impossible value.
        if (before == null || before.treatment().compareTo(treatment) < 0) {
            uses.put(pointer, new KeywordUse(pointer, keyword, treatment, note));
        }
    }

    boolean refusedAny() {
        return !refusals.isEmpty();
    }

    List<SchemaRefusal> refusals() {
        return new ArrayList<>(refusals.values());
    }

    AdmissionReport report() {
        return new AdmissionReport(new ArrayList<>(uses.values()));
    }
}
