package dev.winnow.coordinator.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.access.Sessions.Session;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Signing in to the dashboard and out of it. */
@Path("/api/v1/session")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Session")
public class SessionResource {
    private final ApiKeys keys;
    private final Sessions sessions;
    private final FailedSignIns failures;
    private final Clock clock;

    SessionResource(ApiKeys keys, Sessions sessions, FailedSignIns failures, Clock clock) {
        this.keys = keys;
        this.sessions = sessions;
        this.failures = failures;
        this.clock = clock;
    }

    /** Signs in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Sign in with an API key",
            description =
                    "The answer sets a cookie that scripts cannot read and other sites cannot send. What it may do"
                            + " is what the key may do. Requests that change something must carry the header Winnow-Dashboard"
                            + " besides.")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "SignIn")),
            description = "{\"key\": \"wk_...\"}")
    @APIResponseSchema(responseCode = "200", responseDescription = "Who is signed in", value = SignedIn.class)
    @APIResponse(responseCode = "401", description = "`unknown_key`")
    @APIResponse(responseCode = "403", description = "`missing_scope`: a worker's key")
    @APIResponse(responseCode = "429", description = "`too_many_failed_sign_ins`")
    public Response signIn(@Nullable JsonNode body, @Context HttpServerRequest request) {
        String address = request.remoteAddress() == null
                ? ""
                : String.valueOf(request.remoteAddress().hostAddress());
        String given = body == null ? "" : body.path("key").asText("").strip();
        // A right key is let in however many wrong ones come from its address, which may be that of a proxy.
        ApiKey key = keys.find(given).orElseThrow(() -> {
            failures.requireRoom(address);
            failures.failed(address);
            return Problem.of(401, "unknown_key", "the API key is not known")
                    .at("/key")
                    .remedy("use a key of this deployment; 'winnow dashboard' prints one")
                    .exception();
        });
        if (!Scope.EXTRACT.allowedBy(key.scopes())) {
            throw Problem.of(403, "missing_scope", "the API key lacks the scope 'extract'")
                    .at("/key")
                    .remedy("use a key with the scope 'extract' or 'admin'")
                    .exception();
        }
        Session session = sessions.begin(key);
        Duration life = Duration.between(clock.instant(), session.end());
        return Response.ok(SignedIn.as(key))
                .cookie(cookie(session.token(), (int) life.toSeconds(), request.isSSL()))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Says who is signed in: nobody is an answer, and no error in a browser's log. */
    @GET
    @Operation(summary = "Who is signed in, and what that key may do")
    @APIResponseSchema(responseCode = "200", responseDescription = "Who it is", value = SignedIn.class)
    @APIResponse(responseCode = "204", description = "Nobody")
    public Response get(@CookieParam(Sessions.COOKIE) @Nullable String token) {
        Optional<ApiKey> key = token == null ? Optional.empty() : sessions.find(token);
        return key.map(one -> Response.ok(SignedIn.as(one)))
                .orElseGet(Response::noContent)
                .header("Cache-Control", "no-store")
                .build();
    }

    /** Signs out. Without a key: whoever holds the cookie may throw it away. */
    @DELETE
    @Operation(summary = "Sign out")
    @APIResponse(responseCode = "204", description = "The session is over, if there was one")
    public Response signOut(@CookieParam(Sessions.COOKIE) @Nullable String token, @Context HttpServerRequest request) {
        if (token != null && request.getHeader(AccessFilter.OF_THE_PAGE) != null) {
            sessions.end(token);
        }
        return Response.noContent().cookie(cookie("", 0, request.isSSL())).build();
    }

    private static NewCookie cookie(String value, int seconds, boolean secure) {
        return new NewCookie.Builder(Sessions.COOKIE)
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(secure)
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    /**
     * Who is signed in.
     *
     * @param name of the key
     * @param train whether it may train and move aliases
     * @param admin whether it may look after keys
     * @param operator whether it may look after workers
     */
    record SignedIn(String name, String tenant, boolean train, boolean admin, boolean operator) {
        static SignedIn as(ApiKey key) {
            Set<Scope> scopes = key.scopes();
            return new SignedIn(
                    key.name(),
                    key.tenant(),
                    Scope.TRAIN.allowedBy(scopes),
                    Scope.ADMIN.allowedBy(scopes),
                    Scope.OPERATOR.allowedBy(scopes));
        }
    }
}
