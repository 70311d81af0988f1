package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.adapter.Aliases.AliasMove;
import dev.winnow.coordinator.adapter.Aliases.AliasView;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Aliases of adapters. */
@Path("/api/v1/adapter-aliases")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Adapters")
public class AliasesResource {
    private final Caller caller;
    private final Aliases aliases;

    AliasesResource(Caller caller, Aliases aliases) {
        this.caller = caller;
        this.aliases = aliases;
    }

    /** Lists them. */
    @GET
    @Operation(summary = "The caller's aliases, and what each stands for")
    public AliasList list() {
        return new AliasList(aliases.all(caller.tenant()));
    }

    /** Shows the moves of one. */
    @GET
    @Path("/{alias}/moves")
    @Operation(summary = "The last 100 moves of an alias, newest first")
    public MoveList moves(String alias) {
        return new MoveList(aliases.moves(caller.tenant(), alias));
    }

    /** Moves one. */
    @PUT
    @Path("/{alias}")
    @Needs(Scope.TRAIN)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make an alias stand for an adapter",
            description = "At once, for every job that is submitted from now on; jobs that there are keep theirs. To go"
                    + " back, move it to the version before.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "NewMove"),
                            examples = @ExampleObject(name = "promote", value = "{\"adapter\": \"recipes@2\"}")))
    @APIResponse(responseCode = "200", description = "The alias, where it stands now")
    @APIResponse(responseCode = "404", description = "`unknown_adapter`")
    @APIResponse(responseCode = "409", description = "`adapter_deleted`")
    public AliasView move(String alias, @Nullable JsonNode body) {
        if (body == null || !body.path("adapter").isTextual()) {
            throw Problem.of(422, "no_adapter", "the request names no adapter")
                    .at("/adapter")
                    .remedy("send {\"adapter\": \"recipes@2\"}")
                    .exception();
        }
        return aliases.move(caller.tenant(), alias, body.path("adapter").textValue());
    }

    /** Moves one back. */
    @POST
    @Path("/{alias}/rollback")
    @Needs(Scope.TRAIN)
    @Operation(
            summary = "Let an alias stand for what it stood for before its last move",
            description = "At once, for every job that is submitted from now on.")
    @APIResponse(responseCode = "200", description = "The alias, where it stands now")
    @APIResponse(responseCode = "404", description = "`unknown_alias`, or `unknown_adapter` where that one is gone")
    @APIResponse(responseCode = "409", description = "`nothing_before`")
    public AliasView rollBack(String alias) {
        return aliases.rollBack(caller.tenant(), alias);
    }

    /** Takes one away. */
    @DELETE
    @Path("/{alias}")
    @Needs(Scope.TRAIN)
    @Operation(summary = "Take an alias away; its history stays")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "`unknown_alias`")
    public void remove(String alias) {
        aliases.remove(caller.tenant(), alias);
    }

    /** The aliases. */
    record AliasList(List<AliasView> aliases) {}

    /** The moves of one. */
    record MoveList(List<AliasMove> moves) {}
}
