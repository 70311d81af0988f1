package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.KvSlot;
import org.jspecify.annotations.Nullable;

/** Shares a lane's cache among its rows, with a part of it that only urgent ones take. Not thread-safe. */
final class CacheRoom {
    private static final int URGENT_PART = 4;

    private final Decoder decoder;
    private final PrefixSharing sharing;
    private final long keptForUrgent;

    CacheRoom(Decoder decoder, PrefixSharing sharing, int urgentRows) {
        this.decoder = decoder;
        this.sharing = sharing;
        this.keptForUrgent = Math.min(decoder.kvTokens() / URGENT_PART, urgentRows * decoder.longestRow());
    }

    /**
     * Reserves a slot.
     *
     * @param alone whether no row runs but urgent ones: it may have all that they leave then, since nobody would make
     *     room for it, and they may never end
     * @return null if there is no room until other rows end
     */
    @Nullable
    KvSlot reserve(GenerationRequest request, boolean alone) {
        KvSlot slot = now(request, alone);
        while (slot == null && sharing.giveUpOldest()) {
            slot = now(request, alone);
        }
        return slot;
    }

    private @Nullable KvSlot now(GenerationRequest request, boolean alone) {
        boolean takesWhatIsKept =
                !request.urgent() && decoder.reservedTokens() + request.tokens() > decoder.kvTokens() - keptForUrgent;
        return takesWhatIsKept && !alone ? null : decoder.reserve(Math.toIntExact(request.tokens()), request.adapter());
    }
}
