package dev.winnow.coordinator.fleet;

import dev.winnow.common.control.Claim;
import dev.winnow.common.control.ClaimReply;
import dev.winnow.common.control.Heartbeat;
import dev.winnow.common.control.HeartbeatReply;
import dev.winnow.common.control.HeartbeatReply.ShardVerdict;
import dev.winnow.common.control.HeartbeatReply.Verdict;
import dev.winnow.common.control.HeldShard;
import dev.winnow.common.control.ModelText;
import dev.winnow.common.control.RegistrationReply;
import dev.winnow.common.control.ShardReturn;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.dispatch.Claims;
import dev.winnow.coordinator.dispatch.DispatchConfig;
import dev.winnow.coordinator.dispatch.DispatchLoop;
import dev.winnow.coordinator.dispatch.Losses;
import dev.winnow.coordinator.model.ModelCatalog;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.recording.ResultLag;
import dev.winnow.coordinator.request.RequestBodies;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What workers say: {@code docs/reference/protocol.md}. */
@Path("/internal/v1")
@Needs(Scope.WORKER)
@Tag(name = "Worker protocol")
public class WorkerProtocolResource {
    private final Fleet fleet;
    private final ModelCatalog catalog;
    private final Claims claims;
    private final Losses losses;
    private final ResultLag results;
    private final DispatchLoop loop;
    private final DispatchConfig config;
    private final RacePoints<RacePoint> points;

    WorkerProtocolResource(
            Fleet fleet,
            ModelCatalog catalog,
            Claims claims,
            Losses losses,
            ResultLag results,
            DispatchLoop loop,
            DispatchConfig config,
            RacePoints<RacePoint> points) {
        this.fleet = fleet;
        this.catalog = catalog;
        this.claims = claims;
        this.losses = losses;
        this.results = results;
        this.loop = loop;
        this.config = config;
        this.points = points;
    }

    /** Takes a worker in; what an older life of it held is lost at once. */
    @POST
    @Path("/workers")
    @Operation(summary = "A worker says who it is")
    @APIResponse(responseCode = "409", description = "`worker_name_taken`")
    @APIResponse(responseCode = "200", description = "It is taken in")
    public RegistrationReply register(WorkerRegistration registration) {
        RequestBodies.required(registration);
        // First the fleet: a worker that is refused says nothing about the model either.
        List<UUID> ended = fleet.register(registration);
        points.reached(RacePoint.WORKER_STORED);
        ended.forEach(losses::loseAllOf);
        boolean textWanted = catalog.register(
                registration.pool().model(), registration.contextTokens(), registration.tokenizerHash());
        loop.signal();
        return new RegistrationReply(
                (int) config.heartbeat().toSeconds(), (int) config.lease().toSeconds(), textWanted);
    }

    /** Keeps a model's tokenizer and template. */
    @PUT
    @Path("/models/{model}/text")
    @Operation(summary = "What is needed to count a model's tokens")
    public void modelText(String model, ModelText text) {
        RequestBodies.required(text);
        if (!catalog.storeText(model, text)) {
            throw Problem.of(404, "unknown_model", "no worker has registered the model '" + model + "'")
                    .remedy("register first")
                    .exception();
        }
    }

    /** Grants a shard, or says why not. */
    @POST
    @Path("/workers/{incarnation}/claims")
    @Operation(summary = "A worker is about to begin a shard")
    public ClaimReply claim(UUID incarnation, Claim claim) {
        RequestBodies.required(claim);
        // Not a refusal: the worker would forget a shard that is still to be done. It registers and asks again.
        if (!fleet.known(incarnation)) {
            throw Problem.of(404, "unknown_worker", "the incarnation " + incarnation + " is not registered, or ended")
                    .remedy("register, then claim again")
                    .exception();
        }
        ClaimReply reply = claims.claim(incarnation, claim.shard());
        points.reached(RacePoint.CLAIM_COMMITTED);
        // What was begun waits no more: there is room for another.
        loop.signal();
        return reply;
    }

    /** Extends leases, and says what to do with each shard. */
    @POST
    @Path("/workers/{incarnation}/heartbeats")
    @Operation(summary = "A worker is alive and holds these shards")
    public HeartbeatReply heartbeat(UUID incarnation, Heartbeat heartbeat) {
        RequestBodies.required(heartbeat);
        Standing standing = fleet.seen(incarnation, heartbeat);
        List<HeldShard> held = heartbeat.shards();
        List<Verdict> verdicts =
                standing.known() ? claims.extend(incarnation, held) : Collections.nCopies(held.size(), Verdict.STOP);
        List<ShardVerdict> judged = IntStream.range(0, held.size())
                .mapToObj(i -> new ShardVerdict(held.get(i).shard(), verdicts.get(i)))
                .toList();
        points.reached(RacePoint.LEASES_EXTENDED);
        return new HeartbeatReply(standing.known(), judged, standing.drained(), results.behind());
    }

    /** Takes a shard back without blame. */
    @POST
    @Path("/workers/{incarnation}/returns")
    @Operation(summary = "A worker gives a shard back")
    @APIResponse(responseCode = "204", description = "It waits again")
    public void giveBack(UUID incarnation, ShardReturn shardReturn) {
        RequestBodies.required(shardReturn);
        claims.giveBack(incarnation, shardReturn.shard());
        points.reached(RacePoint.SHARD_GIVEN_BACK);
        loop.signal();
    }

    /** A worker signs off. What it still holds comes back when its lease runs out, without blame. */
    @DELETE
    @Path("/workers/{incarnation}")
    @Operation(summary = "A worker stops")
    public void signOff(UUID incarnation) {
        fleet.gone(incarnation);
    }
}
