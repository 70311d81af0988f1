package dev.winnow.coordinator.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.winnow.common.json.ExactJson;
import dev.winnow.coordinator.problem.Problem;

/** How the JSON of requests is read. */
public final class RequestJson {
    /**
     * Objects and lists within each other. Schemas of people have some twenty; each goes into a message that stands
     * deeper still, and through readers that take a frame of the stack for each.
     */
    public static final int MOST_DEPTH = 128;

    private static final String TOO_DEEP = "Document nesting depth";

    private RequestJson() {}

    /** The same reader, for what others have sent: nothing behind the JSON, and no deeper than is good. */
    public static ObjectReader strict(ObjectReader reader) {
        StreamReadConstraints limits = StreamReadConstraints.defaults()
                .rebuild()
                .maxNestingDepth(MOST_DEPTH)
                .build();
        return reader.with(ExactJson.factory(limits)).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /**
     * What is wrong with a text that {@link #strict} could not read.
     *
     * @param what the text is, as in "the line"
     * @param remedy for what is no JSON
     */
    public static Problem unreadable(JsonProcessingException e, String what, String remedy) {
        if (isTooDeep(e)) {
            return Problem.of(
                            400,
                            "nested_too_deeply",
                            "%s has more than %d objects and lists within each other".formatted(what, MOST_DEPTH))
                    .limit(MOST_DEPTH)
                    .remedy("nest it less deeply");
        }
        return Problem.of(400, "invalid_json", "%s is no JSON: %s".formatted(what, e.getOriginalMessage()))
                .remedy(remedy);
    }

    /** Whether a text is none because it is nested too deeply. */
    public static boolean isTooDeep(JsonProcessingException e) {
        return e instanceof StreamConstraintsException && e.getOriginalMessage().startsWith(TOO_DEEP);
    }
}
