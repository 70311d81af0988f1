package dev.winnow.worker.life;

import dev.winnow.common.control.ModelText;
import dev.winnow.common.control.WorkerRegistration;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.extraction.Extractor;
import dev.winnow.worker.metrics.WorkerMetrics;
import dev.winnow.worker.racepoint.RacePoint;
import dev.winnow.worker.result.SendingRules;
import dev.winnow.worker.trace.WorkTracer;
import java.net.URI;
import java.time.Clock;

/**
 * What a worker is made of.
 *
 * @param registration who it is and what it serves
 * @param modelText what the coordinator needs to count tokens
 * @param coordinator where it registers and claims
 * @param broker where work comes from and results go
 * @param prefetch deliveries that it holds at once
 * @param extractor what does the work
 * @param sending when results leave
 * @param grace how long it goes on when it was told to take no more
 * @param memory what it takes of its machine
 * @param metrics what it counts
 * @param tracer what it begins spans with
 * @param clock what time it is
 * @param points where tests stop it
 */
public record WorkerParts(
        WorkerRegistration registration,
        ModelText modelText,
        CoordinatorClient coordinator,
        URI broker,
        int prefetch,
        Extractor extractor,
        SendingRules sending,
        Grace grace,
        ProcessMemory memory,
        WorkerMetrics metrics,
        WorkTracer tracer,
        Clock clock,
        RacePoints<RacePoint> points) {}
