package dev.winnow.coordinator.training;

import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingReport;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.fleet.Fleet;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.request.RequestBodies;
import dev.winnow.coordinator.training.Checkpoints.StoredCheckpoint;
import dev.winnow.coordinator.training.PieceResults.Outcome;
import dev.winnow.coordinator.upload.UploadStream;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What workers say of trainings: {@code docs/reference/protocol.md}. */
@Path("/internal/v1/workers/{incarnation}/trainings")
@Needs(Scope.WORKER)
@Blocking
@Tag(name = "Worker protocol")
public class TrainingProtocolResource {
    private static final String ZIP = "application/zip";

    private final Fleet fleet;
    private final TrainingClaims claims;
    private final Checkpoints checkpoints;
    private final TrainingResults results;
    private final TrainingConfig config;
    private final Semaphore uploads;

    TrainingProtocolResource(
            Fleet fleet,
            TrainingClaims claims,
            Checkpoints checkpoints,
            TrainingResults results,
            TrainingConfig config) {
        this.fleet = fleet;
        this.claims = claims;
        this.checkpoints = checkpoints;
        this.results = results;
        this.config = config;
        this.uploads = new Semaphore(config.uploads());
    }

    /** Grants a training, or says why not. */
    @POST
    @Path("/claims")
    @Operation(summary = "A worker is about to begin a training")
    public TrainingClaimReply claim(UUID incarnation, TrainingAttempt attempt) {
        RequestBodies.required(attempt);
        // Not a refusal: the worker would forget a training that is still to be done. It registers and asks again.
        if (!fleet.known(incarnation)) {
            throw Problem.of(404, "unknown_worker", "the incarnation " + incarnation + " is not registered, or ended")
                    .remedy("register, then claim again")
                    .exception();
        }
        return claims.claim(incarnation, attempt);
    }

    /** Extends the lease. */
    @POST
    @Path("/reports")
    @Operation(summary = "A worker goes on with a training")
    public TrainingReport.Reply report(UUID incarnation, TrainingReport report) {
        return new TrainingReport.Reply(claims.report(incarnation, RequestBodies.required(report)));
    }

    /** Takes a training back without blame. */
    @POST
    @Path("/returns")
    @Operation(summary = "A worker gives a training back, which goes on from its last checkpoint")
    @APIResponse(responseCode = "204", description = "It waits again")
    public void giveBack(UUID incarnation, TrainingAttempt attempt) {
        claims.giveBack(incarnation, RequestBodies.required(attempt));
    }

    /** Ends a training. */
    @POST
    @Path("/failures")
    @Operation(summary = "A worker says that a training cannot be done")
    @APIResponse(responseCode = "204", description = "It has failed")
    public void fail(UUID incarnation, TrainingEnd end) {
        claims.fail(incarnation, RequestBodies.required(end));
    }

    /** Keeps a checkpoint. */
    @PUT
    @Path("/{training}/checkpoint")
    @Consumes(ZIP)
    @Operation(summary = "A worker leaves a checkpoint; 409 not_yours if the training is not its own any more")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/zip",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "409", description = "`not_yours`: the training is not this worker's any more")
    @APIResponse(responseCode = "204", description = "It is kept")
    public void checkpoint(
            @Context HttpServerRequest request,
            UUID incarnation,
            UUID training,
            @QueryParam("attempt") int attempt,
            @QueryParam("step") int step)
            throws IOException {
        receive(request, file -> {
            checkpoints.store(incarnation, attempted(training, attempt), step, file);
            return training;
        });
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long taken = 0;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            taken += read;
            if (taken > config.checkpointBytes()) {
                throw Problem.of(
                                413,
                                "checkpoint_too_large",
                                "the checkpoint has more than %d bytes".formatted(config.checkpointBytes()))
                        .limit(config.checkpointBytes())
                        .remedy("take a smaller rank; the operator can raise winnow.trainings.checkpoint-bytes")
                        .exception();
            }
            to.write(buffer, 0, read);
        }
    }

    /** Gives the last checkpoint out. */
    @GET
    @Path("/{training}/checkpoint")
    @Produces(ZIP)
    @Operation(summary = "A worker fetches the checkpoint that it goes on from")
    @APIResponse(responseCode = "409", description = "`not_yours`: the training is not this worker's any more")
    @APIResponse(responseCode = "200", description = "The ZIP")
    public Response lastCheckpoint(UUID incarnation, UUID training, @QueryParam("attempt") int attempt) {
        StoredCheckpoint found = checkpoints.find(incarnation, attempted(training, attempt));
        StreamingOutput body = out -> checkpoints.copyTo(found, out);
        return Response.ok(body, ZIP).build();
    }

    /** Gives out what another piece of the training has brought. */
    @GET
    @Path("/{training}/inputs/{piece}")
    @Produces(ZIP)
    @Operation(summary = "A worker fetches an adapter that its piece of a training across nodes begins with")
    @APIResponse(responseCode = "409", description = "`not_yours`: the training is not this worker's any more")
    @APIResponse(responseCode = "200", description = "The ZIP")
    public Response input(UUID incarnation, UUID training, UUID piece, @QueryParam("attempt") int attempt) {
        StoredCheckpoint found = checkpoints.input(incarnation, attempted(training, attempt), piece);
        StreamingOutput body = out -> checkpoints.copyTo(found, out);
        return Response.ok(body, ZIP).build();
    }

    /** Takes the adapter in: the training is done. */
    @POST
    @Path("/{training}/adapter")
    @Consumes(ZIP)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A worker brings the adapter; twice is once")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/zip",
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "409", description = "`not_yours`: the training is not this worker's any more")
    @APIResponse(responseCode = "200", description = "The adapter")
    public Trained adapter(
            @Context HttpServerRequest request,
            UUID incarnation,
            UUID training,
            @QueryParam("attempt") int attempt,
            @QueryParam("tokens") @Nullable Long tokens,
            @QueryParam("residual") @Nullable Double residual)
            throws IOException {
        return receive(
                request,
                file -> new Trained(results.finish(
                        incarnation, attempted(training, attempt), new Outcome(tokens, residual), file)));
    }

    private static TrainingAttempt attempted(UUID training, int attempt) {
        if (attempt < 1) {
            throw Problem.of(400, "invalid_parameter", "attempt is " + attempt)
                    .at("/attempt")
                    .limit(1)
                    .remedy("send the number of the attempt that was granted, 1 or more")
                    .exception();
        }
        return new TrainingAttempt(training, attempt);
    }

    private <T> T receive(HttpServerRequest request, Intake<T> intake) throws IOException {
        if (!uploads.tryAcquire()) {
            throw Problem.of(429, "too_many_uploads", "too many checkpoints and adapters are being received")
                    .limit(config.uploads())
                    .remedy("try again in a moment")
                    .retryAfter(1)
                    .exception();
        }
        // All of it first: no connection to the database is held while a worker sends.
        java.nio.file.Path file = Files.createTempFile("winnow-training-", ".zip");
        try (UploadStream body = UploadStream.of(request, config.uploadPatience())) {
            try (OutputStream out = Files.newOutputStream(file)) {
                copy(body, out);
            }
            return intake.take(file);
        } finally {
            Files.deleteIfExists(file);
            uploads.release();
        }
    }

    /** What came out of a training. */
    record Trained(String adapter) {}

    @FunctionalInterface
    private interface Intake<T> {
        T take(java.nio.file.Path file) throws IOException;
    }
}
