package dev.winnow.engine.model;

/**
 * A model's weights in the form of one numeric mode, so that nothing is decoded or rounded when they are loaded.
 * Thread-safe until the model is closed.
 */
public interface PackedWeights {
    /** The mode's name on the wire. */
    String mode();

    /** Gains and biases, under their names in the model. */
    WeightReader vectors();

    /**
     * One of the matrices.
     *
     * @throws ModelRefusedException if there is none of this name
     */
    PackedTensor tensor(String name);
}
