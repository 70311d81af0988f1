package dev.winnow.coordinator.schedule;

import dev.winnow.coordinator.request.Fields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of fires whose time passed while no coordinator ran. */
enum Missed {
    /** One run for all of them, when one runs again. */
    ONCE,
    /** None; the history says so. */
    SKIP;

    String stored() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Missed of(String stored) {
        return valueOf(stored.toUpperCase(Locale.ROOT));
    }

    static Missed read(Fields request) {
        @Nullable String text = request.text("missed");
        if (text == null || text.equals(ONCE.stored())) {
            return ONCE;
        }
        if (text.equals(SKIP.stored())) {
            return SKIP;
        }
        throw request.refused("missed", "missed is '%s'".formatted(text), "choose once or skip");
    }
}
