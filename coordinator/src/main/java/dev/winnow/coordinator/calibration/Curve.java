package dev.winnow.coordinator.calibration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** From a confidence to the probability of being right: the surer, the likelier. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Curve.AsItIs.class, name = "none"),
    @JsonSubTypes.Type(value = Curve.Logistic.class, name = "platt"),
    @JsonSubTypes.Type(value = Curve.Steps.class, name = "isotonic")
})
sealed interface Curve {
    /** The probability, from 0 to 1. */
    double at(double confidence);

    /** The word for its kind. */
    String method();

    /** The model's own confidence is as good as anything that was tried. */
    record AsItIs() implements Curve {
        @Override
        public double at(double confidence) {
            return confidence;
        }

        @Override
        public String method() {
            return "none";
        }
    }

    /** Platt's: a logistic curve over the confidence's log-odds. */
    record Logistic(double slope, double offset) implements Curve {
        private static final double LEAST = 1e-6;

        @Override
        public double at(double confidence) {
            return 1 / (1 + Math.exp(-(slope * odds(confidence) + offset)));
        }

        @Override
        public String method() {
            return "platt";
        }

        static double odds(double confidence) {
            double inside = Math.min(1 - LEAST, Math.max(LEAST, confidence));
            return Math.log(inside / (1 - inside));
        }
    }

    /**
     * Isotonic: points that rise, and straight lines between them.
     *
     * @param from confidences, rising
     * @param to probabilities, never falling
     */
    record Steps(List<Double> from, List<Double> to) implements Curve {
        public Steps {
            from = List.copyOf(from);
            to = List.copyOf(to);
            if (from.isEmpty() || from.size() != to.size()) {
                throw new IllegalArgumentException(
                        "there are as many probabilities as confidences, and at least one: %d and %d"
                                .formatted(to.size(), from.size()));
            }
        }

        @Override
        public double at(double confidence) {
            int above = 0;
            while (above < from.size() && from.get(above) < confidence) {
                above++;
            }
            if (above == 0) {
                return to.get(0);
            }
            if (above == from.size()) {
                return to.get(above - 1);
            }
            double width = from.get(above) - from.get(above - 1);
            double share = (confidence - from.get(above - 1)) / width;
            return to.get(above - 1) + share * (to.get(above) - to.get(above - 1));
        }

        @Override
        public String method() {
            return "isotonic";
        }
    }
}
