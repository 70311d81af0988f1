package dev.winnow.coordinator.openai.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.RateLimits;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.audit.ChangesNothing;
import dev.winnow.coordinator.extraction.JobOrder;
import dev.winnow.coordinator.extraction.SingleAdmission;
import dev.winnow.coordinator.extraction.SingleAdmission.AdmittedItem;
import dev.winnow.coordinator.online.Event;
import dev.winnow.coordinator.online.OnlineConfig;
import dev.winnow.coordinator.online.OnlineDesk;
import dev.winnow.coordinator.online.Waiting;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.model.ModelNames;
import dev.winnow.coordinator.openai.model.ModelNames.NamedModel;
import dev.winnow.coordinator.request.RequestBodies;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Chat completions that somebody waits for, for clients of OpenAI. */
@Path("/v1/chat/completions")
@Needs(Scope.EXTRACT)
@Blocking
@Tag(name = "OpenAI")
public class ChatCompletionsResource {
    private static final String EXAMPLE =
            "{\"model\": ..., \"messages\": [{\"role\": \"user\", \"content\": ...}], \"response_format\": {...}}";
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Caller caller;
    private final RateLimits limits;
    private final ChatRequestReader requests;
    private final ModelNames names;
    private final SingleAdmission admission;
    private final OnlineDesk desk;
    private final OnlineConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private final ExecutorService executor;

    ChatCompletionsResource(
            Caller caller,
            RateLimits limits,
            ChatRequestReader requests,
            ModelNames names,
            SingleAdmission admission,
            OnlineDesk desk,
            OnlineConfig config,
            ObjectMapper json,
            Clock clock,
            ExecutorService executor) {
        this.caller = caller;
        this.limits = limits;
        this.requests = requests;
        this.names = names;
        this.admission = admission;
        this.desk = desk;
        this.config = config;
        this.json = json;
        this.clock = clock;
        this.executor = executor;
    }

    /** Answers one. */
    @POST
    @ChangesNothing
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Uncompressed // pieces have to leave at once
    @Operation(
            summary = "Answer one request at once",
            description = "With response_format json_schema or json_object; with stream in pieces as they are written."
                    + " It goes before jobs' items. Nothing is stored: who gets no answer asks again.")
    @APIResponse(responseCode = "200", description = "The answer, or its pieces")
    @APIResponse(responseCode = "400", description = "Something in it cannot be kept; `param` says what")
    @APIResponse(responseCode = "404", description = "`model_not_found`")
    @APIResponse(responseCode = "413", description = "`body_too_large`, `schema_too_large`")
    @APIResponse(responseCode = "429", description = "`too_many_online_requests`, `rate_limit_exceeded`")
    @APIResponse(responseCode = "500", description = "`worker_lost`, or the engine failed")
    @APIResponse(responseCode = "503", description = "`no_worker`, `broker_unavailable`")
    @APIResponse(responseCode = "504", description = "`online_timeout`, `time_limit`")
    @RequestBody(
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(ref = "NewChatCompletion")))
    public Response create(InputStream body, @Context RoutingContext connection)
            throws IOException, InterruptedException {
        ObjectNode request = RequestBodies.read(body, EXAMPLE).object();
        ChatRequest chat = requests.readOnline(request);
        StreamWish stream = StreamWish.read(request);
        limits.takeItem(caller);
        NamedModel model = names.resolve(caller.tenant(), chat.model());
        AdmittedItem admitted = admit(chat, model);
        Answer answer = new Answer(
                WireId.COMPLETION.write(UUID.randomUUID()), clock.instant().getEpochSecond(), model.name(), json);
        Waiting waiting = desk.open(caller.tenant(), admitted.pool(), admitted.task(), admitted.item());
        boolean handedOn = false;
        try {
            SlowReader.cutOff(connection, waiting.millisLeft(), () -> executor.execute(waiting::abandon));
            if (stream.wanted()) {
                // What fails before the first token has a status of its own.
                Event first = loud(waiting);
                handedOn = true;
                return Response.ok(new AnswerStream(waiting, first, answer, stream.usage()))
                        .type(MediaType.SERVER_SENT_EVENTS)
                        .header("Cache-Control", "no-cache")
                        .build();
            }
            return Response.ok(answer.whole(output(waiting)))
                    .type(MediaType.APPLICATION_JSON)
                    .build();
        } finally {
            if (!handedOn) {
                waiting.close();
            }
        }
    }

    private AdmittedItem admit(ChatRequest chat, NamedModel model) {
        JobOrder order = new JobOrder(
                "online",
                new JobOrder.By(model.base(), model.adapter(), null),
                chat.schema(),
                true,
                chat.maxTokens(),
                chat.temperature(),
                chat.seed(),
                null);
        return admission.admit(caller.tenant(), order, chat.instruction(), chat.input(), config.timeout());
    }

    private static Event loud(Waiting waiting) throws InterruptedException {
        Event event = waiting.next(LOOK);
        while (event instanceof Event.Quiet || event instanceof Event.Begun) {
            event = waiting.next(LOOK);
        }
        if (event instanceof Event.Ended end && end.result() instanceof ItemFailure failure) {
            throw AnswerStream.problem(failure).exception();
        }
        return event;
    }

    private static ItemOutput output(Waiting waiting) throws InterruptedException {
        Event event = loud(waiting);
        while (!(event instanceof Event.Ended)) {
            event = loud(waiting);
        }
        return (ItemOutput) ((Event.Ended) event).result();
    }
}
