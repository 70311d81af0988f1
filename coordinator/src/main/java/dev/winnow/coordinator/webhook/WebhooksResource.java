package dev.winnow.coordinator.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.request.RequestBodies;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Webhooks. */
@Path("/api/v1/webhooks")
@Needs(Scope.EXTRACT)
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "Webhooks")
public class WebhooksResource {
    private final Caller caller;
    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final WebhookCalls calls;
    private final ObjectMapper json;

    WebhooksResource(Caller caller, Webhooks webhooks, Deliveries deliveries, WebhookCalls calls, ObjectMapper json) {
        this.caller = caller;
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.calls = calls;
        this.json = json;
    }

    /** Registers one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Register a webhook",
            description = "Messages are signed as the Standard Webhooks specification says. The answer is the only one"
                    + " that shows the secret. Without events it is told of all.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(ref = "NewWebhook"),
                            examples = @ExampleObject(name = "finished", value = """
                                                    {"url": "https://example.org/winnow",
                                                     "events": ["job.finished", "job.cancelled"]}""")))
    @APIResponse(
            responseCode = "201",
            description = "It is registered",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookView.class)))
    @APIResponse(responseCode = "409", description = "`too_many_webhooks`")
    @APIResponse(
            responseCode = "422",
            description = "The URL must not be called (`url_refused`), or another part is wrong")
    public Response add(@Nullable JsonNode body) {
        WebhookView added = webhooks.add(caller.tenant(), WebhookRequest.read(body, calls));
        return Response.status(Response.Status.CREATED)
                .header("Location", "/api/v1/webhooks/" + added.id())
                .entity(added)
                .build();
    }

    /** Lists them. */
    @GET
    @Operation(summary = "The caller's webhooks")
    public WebhookList list() {
        return new WebhookList(webhooks.all(caller.tenant()));
    }

    /** Shows one. */
    @GET
    @Path("/{id}")
    @Operation(summary = "A webhook, without its secret")
    @APIResponse(responseCode = "200", description = "The webhook")
    @APIResponse(responseCode = "404", description = "`unknown_webhook`")
    public WebhookView get(UUID id) {
        return webhooks.find(caller.tenant(), id);
    }

    /** Removes one. */
    @DELETE
    @Path("/{id}")
    @Operation(summary = "Remove a webhook", description = "With its log and all that waits for it.")
    @APIResponse(responseCode = "204", description = "It is gone")
    @APIResponse(responseCode = "404", description = "`unknown_webhook`")
    public void remove(UUID id) {
        webhooks.remove(caller.tenant(), id);
    }

    /** Enables one that was disabled. */
    @POST
    @Path("/{id}/enable")
    @Operation(
            summary = "Enable a webhook that was disabled",
            description = "It is told what happens from now on; what failed meanwhile can be sent again by hand.")
    @APIResponse(responseCode = "200", description = "The webhook, enabled")
    @APIResponse(responseCode = "404", description = "`unknown_webhook`")
    public WebhookView enable(UUID id) {
        return webhooks.enable(caller.tenant(), id);
    }

    /** Gives one another secret. */
    @POST
    @Path("/{id}/secret")
    @Operation(
            summary = "Replace the secret",
            description =
                    "For a while (winnow.webhooks.secret-overlap) each message carries two signatures, so that the"
                            + " receiver can change over. A secret that was replaced before that one signs no more. The body is"
                            + " empty, or holds a secret of the caller's own.")
    @APIResponse(responseCode = "200", description = "The webhook, with its new secret")
    @APIResponse(responseCode = "404", description = "`unknown_webhook`")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewSecret")))
    public WebhookView replaceSecret(UUID id, InputStream body) throws IOException {
        // Whatever type an empty body says it has.
        String text = RequestBodies.text(body);
        JsonNode wish = text.isBlank() ? null : json.readTree(text);
        return webhooks.replaceSecret(caller.tenant(), id, WebhookRequest.readSecret(wish));
    }

    /** Sends a test. */
    @POST
    @Path("/{id}/test")
    @Operation(
            summary = "Send a message of type webhook.test",
            description = "Once, without retries; its delivery tells how that went.")
    @APIResponseSchema(responseCode = "202", responseDescription = "The delivery, waiting", value = DeliveryView.class)
    @APIResponse(responseCode = "404", description = "`unknown_webhook`")
    @APIResponse(responseCode = "409", description = "`webhook_disabled`")
    public Response test(UUID id) {
        return Response.status(Response.Status.ACCEPTED)
                .entity(deliveries.test(caller.tenant(), id))
                .build();
    }

    /** The webhooks. */
    record WebhookList(List<WebhookView> webhooks) {}
}
