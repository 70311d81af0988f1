package dev.winnow.coordinator.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** API keys. */
@Path("/api/v1/keys")
@Needs(Scope.ADMIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Keys")
public class KeysResource {
    private static final long LONGEST_OVERLAP = Duration.ofDays(30).toSeconds();

    private final Caller caller;
    private final KeyRing keys;
    private final Clock clock;

    KeysResource(Caller caller, KeyRing keys, Clock clock) {
        this.caller = caller;
        this.keys = keys;
        this.clock = clock;
    }

    /** Makes one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Create a key",
            description = "The answer is the only one that shows it. Another tenant's keys, and the scopes operator and"
                    + " worker, take a key with the scope operator.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "NewKey"),
                            examples = @ExampleObject(name = "scraper", value = """
                                                    {"name": "scraper", "scopes": ["extract"],
                                                     "expires_at": "2027-01-31T12:00:00Z"}""")))
    @APIResponseSchema(responseCode = "201", responseDescription = "The key", value = KeyView.class)
    @APIResponse(responseCode = "403", description = "`other_tenant`, `scope_not_yours`")
    @APIResponse(responseCode = "409", description = "`too_many_keys`")
    @APIResponse(responseCode = "422", description = "A part is wrong; `pointer` says which")
    public Response create(@Nullable JsonNode body) {
        return created(keys.create(caller, KeyRequest.read(body, clock.instant())));
    }

    /** Lists them. */
    @GET
    @Operation(summary = "The tenant's keys, newest first, with those that have ended")
    @APIResponse(responseCode = "200", description = "The keys, without themselves")
    @APIResponse(responseCode = "403", description = "`other_tenant`")
    public KeyList list(
            @Parameter(description = "Another tenant's, for operators") @QueryParam("tenant") @Nullable String tenant) {
        return new KeyList(keys.all(caller, tenant));
    }

    /** Shows the caller's own. */
    @GET
    @Path("/self")
    @Needs(Scope.EXTRACT)
    @Operation(summary = "The key that this request came with")
    @APIResponse(responseCode = "200", description = "The key, without itself")
    public KeyView self() {
        return keys.find(caller, caller.keyId());
    }

    /** Shows one. */
    @GET
    @Path("/{id}")
    @Operation(summary = "A key, without itself")
    @APIResponse(responseCode = "200", description = "The key")
    @APIResponse(responseCode = "404", description = "`unknown_key_id`")
    public KeyView get(UUID id) {
        return keys.find(caller, id);
    }

    /** Replaces one. */
    @POST
    @Path("/{id}/rotate")
    @Operation(
            summary = "Make a new key in the place of one",
            description = "With the same name, tenant, scopes and end. The old one goes on for a while, so that whoever"
                    + " uses it can change over.")
    @APIResponseSchema(responseCode = "201", responseDescription = "The new key", value = KeyView.class)
    @APIResponse(responseCode = "403", description = "`scope_not_yours`")
    @APIResponse(responseCode = "404", description = "`unknown_key_id`")
    @APIResponse(responseCode = "409", description = "`key_ended`, `already_rotated`, `configured_key`")
    @APIResponse(responseCode = "422", description = "`invalid_overlap`")
    public Response rotate(
            UUID id,
            @Parameter(description = "For how long the old key goes on, up to 30 days; a day if it is left out")
                    @QueryParam("overlap_seconds")
                    @Nullable
                    Long overlapSeconds) {
        long overlap = overlapSeconds == null ? Duration.ofDays(1).toSeconds() : overlapSeconds;
        if (overlap < 0 || overlap > LONGEST_OVERLAP) {
            throw Problem.of(422, "invalid_overlap", "overlap_seconds is from 0 to " + LONGEST_OVERLAP)
                    .limit(LONGEST_OVERLAP)
                    .remedy("take fewer seconds; 0 ends the old key at once")
                    .exception();
        }
        return created(keys.rotate(caller, id, Duration.ofSeconds(overlap)));
    }

    /** Ends one. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Revoke a key, at once", description = "It stays in the list.")
    @APIResponse(responseCode = "204", description = "It lets nobody in any more")
    @APIResponse(responseCode = "403", description = "`scope_not_yours`")
    @APIResponse(responseCode = "404", description = "`unknown_key_id`")
    @APIResponse(responseCode = "409", description = "`own_key`, `configured_key`")
    public void revoke(UUID id) {
        keys.revoke(caller, id);
    }

    private static Response created(KeyView key) {
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/v1/keys/" + key.id())
                .header("Cache-Control", "no-store")
                .entity(key)
                .build();
    }

    /** The keys. */
    record KeyList(List<KeyView> keys) {}
}
