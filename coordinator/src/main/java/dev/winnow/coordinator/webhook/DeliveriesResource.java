package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.problem.Problem;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What was and will be sent to a webhook. */
@Path("/api/v1/webhooks/{id}/deliveries")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Webhooks")
public class DeliveriesResource {
    private static final int LONGEST_PAGE = 100;

    private final Caller caller;
    private final Deliveries deliveries;

    DeliveriesResource(Caller caller, Deliveries deliveries) {
        this.caller = caller;
        this.deliveries = deliveries;
    }

    /** Lists them. */
    @GET
    @Operation(
            summary = "Messages to a webhook and how their delivery goes, newest first",
            description = "Follow next_cursor. What has ended is kept for winnow.webhooks.keep, and no more of it than"
                    + " winnow.webhooks.keep-messages.")
    @APIResponse(responseCode = "200", description = "A page of them")
    @APIResponse(responseCode = "404", description = "`unknown_webhook`")
    public Page list(
            UUID id,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("20") int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) {
            throw Problem.of(400, "invalid_limit", "limit must be from 1 to 100, was " + limit)
                    .at("/limit")
                    .limit(LONGEST_PAGE)
                    .remedy("choose a value within these bounds, and follow next_cursor")
                    .exception();
        }
        List<DeliveryView> page = deliveries.page(caller.tenant(), id, cursor == null ? null : read(cursor), limit + 1);
        return page.size() <= limit
                ? new Page(page, null)
                : new Page(page.subList(0, limit), page.get(limit - 1).id());
    }

    private static MessageId read(String cursor) {
        return MessageId.of(cursor).orElseThrow(() -> Problem.of(
                        400, "invalid_cursor", "there is no place '%s' in the log".formatted(cursor))
                .at("/cursor")
                .remedy("send next_cursor of the page before, unchanged")
                .exception());
    }

    /** Shows one. */
    @GET
    @Path("/{message}")
    @Operation(summary = "A message to a webhook and how its delivery goes")
    @APIResponse(responseCode = "200", description = "The delivery")
    @APIResponse(responseCode = "404", description = "`unknown_webhook` or `unknown_delivery`")
    public DeliveryView get(UUID id, String message) {
        return deliveries.find(caller.tenant(), id, message);
    }

    /** Sends one again. */
    @POST
    @Path("/{message}/resend")
    @Operation(
            summary = "Send a message again",
            description =
                    "With the same webhook-id, from the first attempt on. While an attempt is under way it changes"
                            + " nothing.")
    @APIResponseSchema(responseCode = "202", responseDescription = "The delivery, waiting", value = DeliveryView.class)
    @APIResponse(responseCode = "404", description = "`unknown_webhook` or `unknown_delivery`")
    @APIResponse(responseCode = "409", description = "`webhook_disabled`")
    public Response resend(UUID id, String message) {
        return Response.status(Response.Status.ACCEPTED)
                .entity(deliveries.again(caller.tenant(), id, message))
                .build();
    }

    /**
     * A page of the log.
     *
     * @param nextCursor for the next page, or null on the last
     */
    record Page(List<DeliveryView> deliveries, @Nullable String nextCursor) {}
}
