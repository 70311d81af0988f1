package dev.winnow.benchmarks.training;

import dev.winnow.engine.training.BaseForm;
import dev.winnow.engine.training.Products;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who learns, and how, as {@code --runs} names it. */
sealed interface Learner {
    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if it is none; the message says what there is
     */
    static Learner parse(String name) {
        String[] parts = name.split("-", -1);
        if (parts.length == 3 && parts[0].equals("winnow")) {
            return new Winnow(BaseForm.fromWireName(parts[1]), Products.fromWireName(parts[2]));
        }
        if (parts.length == 3 && parts[0].equals("peft")) {
            return new Peft(Way.fromWireName(parts[1]), Products.fromWireName(parts[2]));
        }
        throw new IllegalArgumentException(
                "a run is winnow-BASE-PRODUCTS or peft-WAY-PRODUCTS, was '%s'".formatted(name));
    }

    /** Its name. */
    String name();

    /** Whether it ends with an adapter. */
    boolean writesAdapter();

    /** Winnow's trainer. */
    record Winnow(BaseForm base, Products products) implements Learner {
        @Override
        public String name() {
            return "winnow-%s-%s".formatted(base.wireName(), products.wireName());
        }

        @Override
        public boolean writesAdapter() {
            return true;
        }
    }

    /** PEFT, with Winnow's first factors and order. */
    record Peft(Way way, Products products) implements Learner {
        @Override
        public String name() {
            return "peft-%s-%s".formatted(way.wireName(), products.wireName());
        }

        @Override
        public boolean writesAdapter() {
            return way != Way.FULL;
        }
    }

    /** How a step is written with PEFT. */
    enum Way {
        /** A padded batch whose labels the model is given. */
        USUAL,
        /** Only supervised positions are scored, and batches are split by length. */
        TUNED,
        /** As tuned, but without an adapter: all weights learn. Its rate is a fiftieth. */
        FULL;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Way fromWireName(String name) {
            return Arrays.stream(values())
                    .filter(way -> way.wireName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("PEFT's way must be one of %s, was '%s'"
                            .formatted(
                                    Arrays.stream(values()).map(Way::wireName).collect(Collectors.joining(", ")),
                                    name)));
        }
    }
}
