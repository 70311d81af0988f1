package dev.winnow.coordinator.extraction;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a job is for.
 *
 * @param calibrated whether confidences may become probabilities of being right, where its adapter has a calibration
 * @param origin the job whose items it extracts again, or null
 */
record Purpose(boolean calibrated, @Nullable UUID origin) {
    /** What users extract for. */
    static final Purpose USUAL = new Purpose(true, null);

    /** Calibrations are fitted on its results, so its confidences stay the model's own. */
    static final Purpose SCORING = new Purpose(false, null);

    static Purpose again(UUID origin) {
        return new Purpose(true, origin);
    }
}
