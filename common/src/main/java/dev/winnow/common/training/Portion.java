package dev.winnow.common.training;

/**
 * Which of a training's steps one of several workers takes in one round. The steps of all are those of one worker
 * alone, in its order, dealt out like cards: so each row is learned as often as by one worker, and the share of each is
 * known to everybody from these numbers.
 *
 * @param nodes how many workers, from 1
 * @param localSteps how many steps each takes before their adapters are averaged, from 1; the last round may have fewer
 * @param round from 0
 * @param part whose steps these are, from 0 to below {@code nodes}
 */
public record Portion(int nodes, int localSteps, int round, int part) {
    /** All steps of a training. */
    public static final Portion WHOLE = new Portion(1, Integer.MAX_VALUE, 0, 0);

    public Portion {
        require("nodes", nodes, 1, 1 << 16);
        require("localSteps", localSteps, 1, Integer.MAX_VALUE);
        require("round", round, 0, Integer.MAX_VALUE);
        require("part", part, 0, nodes - 1);
    }

    private static void require(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("%s must be from %d to %d, was %d".formatted(field, least, most, value));
        }
    }

    /** How many rounds a training of so many steps has. */
    public int rounds(int all) {
        return Math.toIntExact((all + ofRound() - 1) / ofRound());
    }

    /** How many of a training's steps are done when this round is. */
    public int doneAfter(int all) {
        return (int) Math.min(all, ofRound() * (round + 1));
    }

    /** How many of its steps these are; none where the last round has fewer steps than there are workers. */
    public int steps(int all) {
        long before = ofRound() * round;
        long inRound = Math.min(ofRound(), all - before);
        return (int) Math.max(0, (inRound - part + nodes - 1) / nodes);
    }

    /**
     * Which step of the training it is.
     *
     * @param local which of these, from 0
     */
    public int step(int local) {
        return Math.toIntExact(ofRound() * round + (long) local * nodes + part);
    }

    /** How many steps this worker has taken before one of these, in all rounds: what the rate goes by. */
    public int taken(int local) {
        return Math.toIntExact((long) round * localSteps + local);
    }

    /** How many steps each worker takes in all rounds. */
    public int steady(int all) {
        return (all + nodes - 1) / nodes;
    }

    private long ofRound() {
        return (long) nodes * localSteps;
    }
}
