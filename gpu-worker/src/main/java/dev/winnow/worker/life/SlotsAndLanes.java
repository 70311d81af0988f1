package dev.winnow.worker.life;

import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.LaneCount;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.Torch;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * How many items are decoded at once, and in how many lanes.
 *
 * @param slots {@code WINNOW_SLOTS}
 * @param lanes {@code WINNOW_LANES}
 */
record SlotsAndLanes(OptionalInt slots, OptionalInt lanes) {
    // A step of more rows takes longer by as much (docs/decisions/0004-decoder.md).
    private static final int SLOTS_OF_A_LANE = 24;
    // A card's step takes nearly as long for one row.
    private static final int SLOTS_OF_A_CARD = 64;
    // A decoder has 1,024 rows at the most, and each of 64 lanes may keep one for what somebody waits for.
    private static final int MOST_SLOTS = 960;

    /**
     * The settings of the model's decoder.
     *
     * @throws IOException if what was set is out of its range; the message names it
     */
    DecoderSettings settings(
            Device device, long adapterBytes, DecoderShape shape, NumericMode mode, MemoryBudget budget)
            throws IOException {
        require("WINNOW_SLOTS", slots, MOST_SLOTS, "items that are decoded at once");
        require("WINNOW_LANES", lanes, mostLanes(device), "each has a slot of WINNOW_SLOTS, and a card has one lane");
        DecoderSettings alone =
                DecoderSettings.DEFAULT.withAdapters(adapterBytes).on(device);
        if (lanes.isPresent()) {
            int count = lanes.getAsInt();
            return alone.withRows(slots.orElse(
                            device == Device.CPU ? Math.min(MOST_SLOTS, count * SLOTS_OF_A_LANE) : SLOTS_OF_A_CARD))
                    .inLanes(count);
        }
        if (device != Device.CPU) {
            return alone.withRows(slots.orElse(SLOTS_OF_A_CARD));
        }
        return slots.isPresent()
                ? LaneCount.suiting(alone.withRows(slots.getAsInt()), shape, mode, budget, Torch.threads())
                : LaneCount.suitingWithRowsEach(SLOTS_OF_A_LANE, alone, shape, mode, budget, Torch.threads());
    }

    private int mostLanes(Device device) {
        return device == Device.CPU
                ? Math.min(slots.orElse(DecoderSettings.MOST_LANES), DecoderSettings.MOST_LANES)
                : 1;
    }

    private static void require(String name, OptionalInt value, int most, String meaning) throws IOException {
        if (value.isPresent() && (value.getAsInt() < 1 || value.getAsInt() > most)) {
            throw new IOException(
                    "%s must be from 1 to %d here, was %d: %s".formatted(name, most, value.getAsInt(), meaning));
        }
    }
}
