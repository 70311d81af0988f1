package dev.winnow.coordinator.calibration;

import dev.winnow.coordinator.calibration.Curve.Logistic;
import java.util.List;

/**
 * Platt's scaling (1999), with his targets, which keep it off 0 and 1, by Newton's method with steps that are halved
 * until the loss falls (Lin, Lin and Weng, 2007): whole steps go astray where the start is far off.
 */
final class PlattFit {
    private static final int ROUNDS = 100;
    private static final int HALVINGS = 30;
    private static final double STILL = 1e-10;
    private static final double RIDGE = 1e-9;

    private final double[] odds;
    private final double[] targets;

    /** For samples of which there is at least one. */
    PlattFit(List<Sample> samples) {
        long right = samples.stream().filter(Sample::right).count();
        double high = (right + 1.) / (right + 2.);
        double low = 1. / (samples.size() - right + 2.);
        this.odds = samples.stream()
                .mapToDouble(sample -> Logistic.odds(sample.confidence()))
                .toArray();
        this.targets = samples.stream()
                .mapToDouble(sample -> sample.right() ? high : low)
                .toArray();
    }

    Logistic fit() {
        double share = 0;
        for (double target : targets) {
            share += target / targets.length;
        }
        Logistic level = new Logistic(0, Logistic.odds(share));
        Logistic best = level;
        double loss = loss(best);
        for (int round = 0; round < ROUNDS; round++) {
            Logistic better = better(best, loss);
            double less = loss(better);
            boolean still = loss - less < STILL;
            best = better;
            loss = less;
            if (still) {
                break;
            }
        }
        // Who is surer is never the likelier to be wrong: where the samples say so, confidence says nothing.
        return best.slope() < 0 ? level : best;
    }

    private Logistic better(Logistic from, double loss) {
        double bySlope = 0;
        double byOffset = 0;
        double slopes = RIDGE;
        double both = 0;
        double offsets = RIDGE;
        for (int i = 0; i < odds.length; i++) {
            double is = at(from, odds[i]);
            double wrong = is - targets[i];
            double weight = is * (1 - is);
            bySlope += wrong * odds[i];
            byOffset += wrong;
            slopes += weight * odds[i] * odds[i];
            both += weight * odds[i];
            offsets += weight;
        }
        double determinant = slopes * offsets - both * both;
        double slope = (offsets * bySlope - both * byOffset) / determinant;
        double offset = (slopes * byOffset - both * bySlope) / determinant;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double share = Math.pow(0.5, halving);
            Logistic step = new Logistic(from.slope() - share * slope, from.offset() - share * offset);
            if (loss(step) < loss) {
                return step;
            }
        }
        return from;
    }

    private static double at(Logistic curve, double odds) {
        return 1 / (1 + Math.exp(-(curve.slope() * odds + curve.offset())));
    }

    private double loss(Logistic curve) {
        double loss = 0;
        for (int i = 0; i < odds.length; i++) {
            double log = curve.slope() * odds[i] + curve.offset();
            // log(1 + e^x) - t x, written so that no e^x is too large.
            loss += Math.max(log, 0) + Math.log1p(Math.exp(-Math.abs(log))) - targets[i] * log;
        }
        return loss;
    }
}
