package dev.winnow.common.online;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.winnow.common.result.ItemResult;
import java.util.UUID;

/** What a worker says of an online request, on the queue that the request names. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OnlineReply.Begun.class, name = "begun"),
    @JsonSubTypes.Type(value = OnlineReply.Written.class, name = "written"),
    @JsonSubTypes.Type(value = OnlineReply.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = OnlineReply.HandedBack.class, name = "handed_back")
})
public sealed interface OnlineReply {
    /** Which request. */
    UUID request();

    /** Which try at it. */
    int attempt();

    /**
     * It is being done from now on.
     *
     * @param cancels the queue on which the worker hears that nobody waits any more
     */
    record Begun(UUID request, int attempt, String cancels) implements OnlineReply {
        public Begun {
            requireNonNull(request, "request");
            requireNonNull(cancels, "cancels");
        }
    }

    /**
     * Its output has grown.
     *
     * @param text what came to it
     */
    record Written(UUID request, int attempt, String text) implements OnlineReply {
        public Written {
            requireNonNull(request, "request");
            requireNonNull(text, "text");
        }
    }

    /** It has ended. The result holds the whole output, whatever was told of it before. */
    record Ended(UUID request, int attempt, ItemResult result) implements OnlineReply {
        public Ended {
            requireNonNull(request, "request");
            requireNonNull(result, "result");
        }
    }

    /**
     * It came to a worker that may not have been its first, so it was not begun: who had it before is lost, perhaps
     * over it. Whoever waits decides whether it is tried again.
     */
    record HandedBack(UUID request, int attempt) implements OnlineReply {
        public HandedBack {
            requireNonNull(request, "request");
        }
    }
}
