package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Projection;
import dev.winnow.engine.model.DecoderShape;
import java.util.List;

/** Refuses what cannot be trained before anything is loaded. */
final class TrainingChecks {
    private TrainingChecks() {}

    /** Refuses settings that a model's sizes do not allow. */
    static void requireShape(DecoderShape shape, TrainingSettings settings) {
        if (settings.packTokens() > shape.contextTokens()) {
            throw new TrainingRefusedException(
                    "packTokens is %d, but the model was made for sequences of at most %d tokens: take no more"
                            .formatted(settings.packTokens(), shape.contextTokens()));
        }
        for (Projection projection : Projection.ofLayer(shape, 0)) {
            int unit = settings.base().inputUnit();
            if (projection.inputs() % unit != 0) {
                throw new TrainingRefusedException(
                        "base %s needs inputs in multiples of %d, but %s has %d: take base int8"
                                .formatted(settings.base().wireName(), unit, projection.name(), projection.inputs()));
            }
        }
    }

    /** Refuses no examples, and those that are too long or have tokens that the model does not know. */
    static void requireExamples(List<TrainingExample> examples, DecoderShape shape, TrainingSettings settings) {
        if (examples.isEmpty()) {
            throw new TrainingRefusedException("there is no example: at least one is needed");
        }
        for (int i = 0; i < examples.size(); i++) {
            TrainingExample example = examples.get(i);
            if (example.length() > settings.packTokens()) {
                throw new TrainingRefusedException(
                        "example %d has %d tokens, but packTokens is %d: raise packTokens, or leave the example out"
                                .formatted(i, example.length(), settings.packTokens()));
            }
            for (int at = 0; at < example.length(); at++) {
                if (example.token(at) >= shape.vocabulary()) {
                    throw new TrainingRefusedException(
                            "example %d has the token %d, but the model has %d tokens: tokenize it"
                                            .formatted(i, example.token(at), shape.vocabulary())
                                    + " with the model's own tokenizer");
                }
            }
        }
    }
}
