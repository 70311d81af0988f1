package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.request.RequestBodies;
import dev.winnow.coordinator.revalidation.Revalidated;
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
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Schedules. */
@Path("/api/v1/schedules")
@Needs(Scope.TRAIN)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Schedules")
public class SchedulesResource {
    private final Caller caller;
    private final Schedules schedules;

    SchedulesResource(Caller caller, Schedules schedules) {
        this.caller = caller;
        this.schedules = schedules;
    }

    /** Takes one in. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Train again and again",
            description = "{\"name\": \"weekly\", \"cron\": \"0 3 * * SUN\", \"zone\": \"Europe/Zurich\", \"dataset\":"
                    + " \"events\", \"least_new_rows\": 500, \"training\": {\"base\": \"...\"}}: trains on the newest version"
                    + " of the dataset if it has that many rows that the last training did not have. Instead of a dataset,"
                    + " \"import\": {...} is what POST /api/v1/datasets takes, and is imported at each fire."
                    + " With \"gate\": {\"promote\": \"champion\", \"rules\": {...}}, what comes out is evaluated beside what the"
                    + " alias stands for, judged, and promoted or not."
                    + " docs/reference/schedules.md")
    @APIResponseSchema(responseCode = "201", responseDescription = "It fires from now on", value = ScheduleView.class)
    @APIResponse(responseCode = "409", description = "`schedule_exists`, `too_many_schedules`")
    @APIResponse(
            responseCode = "422",
            description =
                    "`invalid_cron`, `cron_never_fires`, `cron_too_often`, `unknown_zone`, `invalid_option`, `unknown_field`,"
                            + " `no_schema`, `no_held_out_rows`")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewSchedule")))
    public Response create(InputStream body) throws IOException {
        ScheduleView stored = schedules.create(caller.tenant(), RequestBodies.read(body, ScheduleRequest.EXAMPLE));
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/v1/schedules/" + stored.name())
                .entity(stored)
                .build();
    }

    /** Lists them. */
    @GET
    @Revalidated
    @Operation(summary = "The caller's schedules, by name, each with its next and its last run")
    @APIResponse(responseCode = "200", description = "The schedules")
    public ScheduleList list() {
        return new ScheduleList(schedules.all(caller.tenant()));
    }

    /** Shows one. */
    @GET
    @Path("/{schedule}")
    @Operation(summary = "A schedule, by name")
    @APIResponse(responseCode = "404", description = "`unknown_schedule`")
    @APIResponse(responseCode = "200", description = "The schedule")
    public ScheduleView get(String schedule) {
        return schedules.find(caller.tenant(), schedule);
    }

    /** Shows its history. */
    @GET
    @Path("/{schedule}/history")
    @Operation(
            summary = "The newest 100 runs of a schedule",
            description = "Each with the training that it began, or why there is none.")
    @APIResponse(responseCode = "200", description = "Its runs")
    public History history(String schedule) {
        return new History(schedules.history(caller.tenant(), schedule));
    }

    /** Holds one up. */
    @POST
    @Path("/{schedule}/pause")
    @Operation(summary = "Let a schedule fire no more until it is resumed")
    @APIResponse(responseCode = "200", description = "It fires no more")
    public ScheduleView pause(String schedule) {
        return schedules.pause(caller.tenant(), schedule);
    }

    /** Lets one go on. */
    @POST
    @Path("/{schedule}/resume")
    @Operation(summary = "Let a schedule fire again", description = "Fires of the time between are not made up for.")
    @APIResponse(responseCode = "200", description = "It fires again")
    public ScheduleView resume(String schedule) {
        return schedules.resume(caller.tenant(), schedule);
    }

    /** Runs one now. */
    @POST
    @Path("/{schedule}/run")
    @Operation(summary = "Run a schedule now, paused or not", description = "Its history tells what comes of it.")
    @APIResponseSchema(responseCode = "202", responseDescription = "It is run in a moment", value = ScheduleView.class)
    public Response run(String schedule) {
        return Response.status(Response.Status.ACCEPTED)
                .entity(schedules.run(caller.tenant(), schedule))
                .build();
    }

    /** Keeps the champion of one. */
    @POST
    @Path("/{schedule}/keep")
    @Operation(
            summary = "Keep the champion where a candidate waits for a person",
            description =
                    "To promote it instead, let the gate's alias stand for it: PUT /api/v1/adapter-aliases/{alias}."
                            + " Either ends the run at once.")
    @APIResponse(responseCode = "200", description = "The schedule; its history tells the same")
    @APIResponse(responseCode = "409", description = "`nothing_waits`, `several_wait`: say which with candidate")
    public ScheduleView keep(String schedule, @QueryParam("candidate") @Nullable String candidate) {
        return schedules.keep(caller.tenant(), schedule, candidate);
    }

    /** Deletes one. */
    @DELETE
    @Path("/{schedule}")
    @Operation(summary = "Delete a schedule with its history; trainings that it has begun go on")
    @APIResponse(responseCode = "204", description = "It is gone")
    public void delete(String schedule) {
        schedules.delete(caller.tenant(), schedule);
    }

    /** The schedules. */
    record ScheduleList(List<ScheduleView> schedules) {}

    /** What one has done. */
    record History(List<RunView> runs) {}
}
