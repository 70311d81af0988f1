package dev.winnow.coordinator.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for programs and for people. Fields that do not apply are left out.
 *
 * @param type a URI that names the kind of problem
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param code the stable name that programs read
 * @param detail what is wrong here
 * @param pointer JSON pointer into the request body
 * @param line line of an NDJSON body, from 1
 * @param limit the limit that was passed
 * @param remedy what to do about it
 * @param retryAfter seconds after which another try is worth it; also in the header of that name
 * @param problems each single problem, where there are several
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(name = "Problem", example = """
                {"type": "urn:winnow:problem:item_too_long", "title": "Item too long", "status": 422, \
                "code": "item_too_long", "detail": "the item needs 9120 tokens with its output", "line": 17, \
                "limit": 8192, "remedy": "shorten the input or lower max_output_tokens"}""")
public record Problem(
        String type,
        String title,
        int status,
        String code,
        String detail,
        @Nullable String pointer,
        @Nullable Long line,
        @Nullable Long limit,
        @Nullable String remedy,
        @Nullable Long retryAfter,
        List<Part> problems) {
    public Problem {
        // A text may quote what somebody sent, and PostgreSQL keeps no NUL.
        detail = detail.replace('\0', '\uFFFD');
        problems = List.copyOf(problems);
    }

    /** A problem that needs no more than words. */
    public static Problem of(int status, String code, String detail) {
        String words = code.replace('_', ' ');
        String title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return new Problem(
                "urn:winnow:problem:" + code, title, status, code, detail, null, null, null, null, null, List.of());
    }

    /** The same with a place in a JSON body. */
    public Problem at(String jsonPointer) {
        return new Problem(type, title, status, code, detail, jsonPointer, line, limit, remedy, retryAfter, problems);
    }

    /** The same, for an object that stands at that place of the body: the pointers of the problem go on from there. */
    public Problem under(String place) {
        List<Part> moved = problems.stream()
                .map(part -> new Part(place + part.pointer(), part.file(), part.line(), part.detail(), part.remedy()))
                .toList();
        return new Problem(
                type,
                title,
                status,
                code,
                detail,
                place + (pointer == null ? "" : pointer),
                line,
                limit,
                remedy,
                retryAfter,
                moved);
    }

    /** The same with a line of an NDJSON body. */
    public Problem atLine(long number) {
        return new Problem(type, title, status, code, detail, pointer, number, limit, remedy, retryAfter, problems);
    }

    /** The same with the limit that was passed. */
    public Problem limit(long value) {
        return new Problem(type, title, status, code, detail, pointer, line, value, remedy, retryAfter, problems);
    }

    /** The same with what to do about it. */
    public Problem remedy(String advice) {
        return new Problem(type, title, status, code, detail, pointer, line, limit, advice, retryAfter, problems);
    }

    /** The same with the seconds after which another try is worth it. */
    public Problem retryAfter(long seconds) {
        return new Problem(type, title, status, code, detail, pointer, line, limit, remedy, seconds, problems);
    }

    /** The same with each single problem. */
    public Problem parts(List<Part> parts) {
        return new Problem(type, title, status, code, detail, pointer, line, limit, remedy, retryAfter, parts);
    }

    /** Ready to throw. */
    public ProblemException exception() {
        return new ProblemException(this);
    }

    /**
     * One of several problems.
     *
     * @param pointer JSON pointer into the request body, or into the line
     * @param file which of several files of the body
     * @param line its line, from 1
     * @param detail what is wrong there
     * @param remedy what to do about it
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Part(
            String pointer,
            @Nullable String file,
            @Nullable Long line,
            String detail,
            @Nullable String remedy) {
        /** One in a JSON body. */
        public Part(String pointer, String detail, @Nullable String remedy) {
            this(pointer, null, null, detail, remedy);
        }
    }
}
