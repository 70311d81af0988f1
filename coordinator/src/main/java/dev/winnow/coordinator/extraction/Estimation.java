package dev.winnow.coordinator.extraction;

import dev.winnow.coordinator.estimate.Amount;
import dev.winnow.coordinator.estimate.OutputTokens;
import dev.winnow.coordinator.estimate.OutputTokens.Asked;
import dev.winnow.coordinator.estimate.OutputTokens.Expected;
import dev.winnow.coordinator.estimate.PriceList;
import dev.winnow.coordinator.estimate.TokenCount;
import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import dev.winnow.coordinator.extraction.Estimate.OutputEstimate;
import dev.winnow.coordinator.extraction.Estimate.TimeEstimate;
import dev.winnow.coordinator.fleet.Fleet;
import dev.winnow.coordinator.fleet.PoolSpeed;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.text.schema.SchemaCompiler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Says what a request would take as a job, and stores nothing of it. Thread-safe. */
@Singleton
class Estimation {
    private final Admission admission;
    private final OutputTokens outputs;
    private final Fleet fleet;
    private final PriceList prices;
    private final int most;
    private final Semaphore bodies;

    Estimation(Admission admission, OutputTokens outputs, Fleet fleet, PriceList prices, ExtractionConfig config) {
        this.admission = admission;
        this.outputs = outputs;
        this.fleet = fleet;
        this.prices = prices;
        this.most = config.estimates();
        this.bodies = new Semaphore(most);
    }

    /**
     * Reads the request to its end, and refuses what a submission would, save ids that are there twice.
     *
     * @param source the body, read only if not too many others are being read
     */
    Estimate estimate(String tenant, BodySource source) throws IOException {
        if (!bodies.tryAcquire()) {
            throw Problem.of(429, "too_many_estimates", "too many estimates are being made")
                    .limit(most)
                    .remedy("try again in a moment, or ask for fewer at once")
                    .exception();
        }
        try {
            RequestBody body = source.open();
            AdmittedRequest request = admit(tenant, body);
            return estimate(tenant, request, TokenTally.of(request, body));
        } finally {
            bodies.release();
        }
    }

    private AdmittedRequest admit(String tenant, RequestBody body) throws IOException {
        ExtractionOptions options = body.options();
        try {
            return admission.admit(tenant, options);
        } catch (ProblemException e) {
            throw body.ofOptions(e.problem()).exception();
        }
    }

    private Estimate estimate(String tenant, AdmittedRequest request, TokenTally tally) {
        Expected expected = expected(tenant, request);
        Amount input = tally.all().total();
        Amount output = expected.perItem().times(tally.outputs());
        Amount computedOutput = expected.perItem().times(tally.distinctOutputs());
        return new Estimate(
                request.pool().model(),
                request.pool().quantization(),
                tally.all().items(),
                tally.distinct().items(),
                tally.all().counted(),
                tally.overhead(),
                request.windows() == null ? null : tally.outputs(),
                TokenCount.of(input),
                TokenCount.of(tally.distinct().total()),
                view(expected, TokenCount.of(output)),
                TokenCount.of(computedOutput),
                time(fleet.speed(request.pool()), request, computedOutput),
                prices.of(input, output),
                request.schema().report());
    }

    private Expected expected(String tenant, AdmittedRequest request) {
        ExtractionOptions options = request.options();
        Asked asked = new Asked(
                tenant,
                request.pool().model(),
                request.schema().hash(),
                options.constrained(),
                options.maxOutputTokens());
        // A job without windows tells nothing of what is found in one: its items were short.
        Optional<Expected> history = request.windows() == null ? outputs.history(asked) : Optional.empty();
        return history.orElseGet(() -> OutputTokens.guess(
                SchemaCompiler.compile(request.schema().schema()),
                request.counter().tokenizer(),
                asked));
    }

    private static OutputEstimate view(Expected expected, TokenCount all) {
        return new OutputEstimate(
                expected.source().name().toLowerCase(Locale.ROOT),
                expected.jobs(),
                expected.items(),
                Math.round(expected.perItem().value() * 10) / 10.0,
                all.value(),
                all.standardError(),
                all.low(),
                all.high());
    }

    private static TimeEstimate time(PoolSpeed speed, AdmittedRequest request, Amount output) {
        double rate = speed.tokensPerSecond();
        if (rate > 0) {
            return new TimeEstimate(
                    tenths(output.value() / rate),
                    tenths(output.low() / rate),
                    tenths(output.high() / rate),
                    null,
                    speed.workers(),
                    speed.slots(),
                    speed.measured(),
                    tenths(rate));
        }
        String reason = speed.workers() == 0
                ? "no live worker serves %s as %s"
                        .formatted(request.pool().model(), request.pool().quantization())
                : "no live worker of %s has worked yet, so none knows its rate"
                        .formatted(request.pool().model());
        return new TimeEstimate(null, null, null, reason, speed.workers(), speed.slots(), speed.measured(), 0);
    }

    private static double tenths(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
