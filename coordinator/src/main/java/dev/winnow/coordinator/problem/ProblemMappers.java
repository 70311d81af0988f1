package dev.winnow.coordinator.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.upload.BodyCodingException;
import dev.winnow.coordinator.upload.UploadStalledException;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns exceptions into problem+json. */
public final class ProblemMappers {
    /** The media type of every error. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    // Where nobody can say when there is room again.
    private static final int BUSY_SECONDS = 2;

    /** Answers what a feature has said itself. */
    @ServerExceptionMapper
    public Response ofProblem(ProblemException e) {
        return answer(e.problem());
    }

    /** Answers what the framework refused: unknown paths, methods, media types, unreadable bodies. */
    @ServerExceptionMapper
    public Response ofWeb(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return ofJson(json);
        }
        Response.StatusType status = e.getResponse().getStatusInfo();
        String code = status.getReasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
        Problem problem = Problem.of(status.getStatusCode(), code, String.valueOf(e.getMessage()));
        return answer(remedied(problem));
    }

    /** Answers a body that is no JSON, or JSON with wrong values. */
    @ServerExceptionMapper
    public Response ofJson(JsonProcessingException e) {
        Problem problem = Problem.of(400, "invalid_json", e.getOriginalMessage())
                .remedy("send one JSON object as /q/openapi describes it");
        return answer(e instanceof JsonMappingException mapping ? problem.at(pointer(mapping)) : problem);
    }

    /** The same for what the framework would answer itself. */
    @ServerExceptionMapper
    public Response ofMismatch(MismatchedInputException e) {
        return ofJson(e);
    }

    /** The same for values that a record refuses. */
    @ServerExceptionMapper
    public Response ofRefusedValue(ValueInstantiationException e) {
        return ofJson(e);
    }

    /** Answers while the database is away. */
    @ServerExceptionMapper
    public Response ofDatabase(DatabaseException e) {
        LOG.error("a request failed on the database", e);
        return databaseAway();
    }

    private static Response databaseAway() {
        return answer(Problem.of(503, "database_unavailable", "the database did not answer as it should")
                .remedy("try again in a moment; /q/health/ready says when"));
    }

    /** Answers a client that has stopped sending. */
    @ServerExceptionMapper
    public Response ofStall(UploadStalledException e) {
        return answer(Problem.of(408, "upload_stalled", String.valueOf(e.getMessage()))
                .remedy("send the request again; winnow.extraction.upload-patience, or for adapters"
                        + " winnow.adapters.upload-patience, says how long it may pause"));
    }

    /** Answers a body that came packed, and cannot be unpacked. */
    @ServerExceptionMapper
    public Response ofCoding(BodyCodingException e) {
        String detail = String.valueOf(e.getMessage());
        return answer(
                switch (e.kind()) {
                    case UNKNOWN ->
                        Problem.of(415, "unsupported_content_encoding", detail)
                                .remedy("send Content-Encoding: gzip, or none and the body as it is");
                    case BROKEN ->
                        Problem.of(400, "invalid_gzip", detail)
                                .remedy(
                                        "send what gzip makes of the body, or no Content-Encoding and the body as it is");
                    case GROWS ->
                        Problem.of(413, "body_expands_too_much", detail)
                                .limit(e.limit())
                                .remedy("send the body as it is, without Content-Encoding");
                });
    }

    /** Answers what nobody expected: the reason is for the log alone, which has it under the same id. */
    @ServerExceptionMapper
    public Response ofUnexpected(Throwable e) {
        Optional<SQLException> away = causes(e).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(cause -> new DatabaseException(cause).away())
                .findFirst();
        if (away.isPresent()) {
            LOG.errorf("a request failed, the database is away: %s", away.get().getMessage());
            return databaseAway();
        }
        if (causes(e).stream().anyMatch(HttpClosedException.class::isInstance)) {
            LOG.debug("a caller went away before its request had come whole", e);
            return answer(Problem.of(400, "body_incomplete", "the request did not come whole"));
        }
        UUID id = UUID.randomUUID();
        LOG.errorf(e, "a request failed unexpectedly: problem %s", id);
        return answer(Problem.of(500, "internal_error", "the coordinator failed; its log says why: problem " + id)
                .remedy("try again; if it stays so, report what the log has at that id"));
    }

    private static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static Problem remedied(Problem problem) {
        return switch (problem.status()) {
            case 404 -> problem.remedy("/q/openapi lists the paths; an id in a path is a UUID");
            case 405 -> problem.remedy("/q/openapi lists the methods of each path");
            case 406 -> problem.remedy("accept application/json, or application/x-ndjson for results");
            case 413 -> problem.remedy("send less, or application/x-ndjson, which may be of any length");
            case 415 -> problem.remedy("send Content-Type: application/json or application/x-ndjson");
            default -> problem;
        };
    }

    private static String pointer(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference part : e.getPath()) {
            pointer.append('/').append(part.getFieldName() != null ? part.getFieldName() : part.getIndex());
        }
        return pointer.toString();
    }

    private static Response answer(Problem problem) {
        var response = Response.status(problem.status()).type(MEDIA_TYPE).entity(problem);
        if (problem.status() == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.retryAfter() != null) {
            response.header(HttpHeaders.RETRY_AFTER, problem.retryAfter());
        } else if (problem.status() == 503) {
            response.header(HttpHeaders.RETRY_AFTER, 1);
        } else if (problem.status() == 429) {
            response.header(HttpHeaders.RETRY_AFTER, BUSY_SECONDS);
        }
        return response.build();
    }
}
