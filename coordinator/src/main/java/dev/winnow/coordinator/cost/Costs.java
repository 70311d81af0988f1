package dev.winnow.coordinator.cost;

import dev.winnow.coordinator.cost.CostView.Hosted;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.estimate.Amount;
import dev.winnow.coordinator.estimate.PriceList;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Adds up what work has cost. Thread-safe. */
@Singleton
@Startup // so that a setting that is none is told at the start
public class Costs {
    private static final double SECONDS_OF_HOUR = 3600;

    // A worker that waits costs as much as one that works. Where nobody had tokens of a model, its workers are
    // nobody's:
    // they are shared as soon as somebody has.
    private static final String SHARES = """
            with used as (
                select model, quantization,
                       sum(input_tokens) filter (where tenant = ?) as input,
                       sum(output_tokens) filter (where tenant = ?) as output,
                       sum(input_tokens + output_tokens) as all_tokens
                from job where created_at >= ? group by model, quantization),
            present as (
                select model, quantization,
                       sum(extract(epoch from last_seen - greatest(registered_at, ?::timestamptz))) as seconds
                from worker where last_seen > ? group by model, quantization)
            select coalesce(sum(u.input), 0)::bigint as input, coalesce(sum(u.output), 0)::bigint as output,
                   coalesce(sum(p.seconds * (u.input + u.output) / nullif(u.all_tokens, 0)), 0)::float8 as seconds
            from used u left join present p using (model, quantization)""";

    // Hours from before, of jobs that are deleted or were not counted yet, would all be of those whose jobs are left.
    private static final String COUNTED_SINCE = """
            select created_at as since from job
            where created_at >= ? and input_tokens + output_tokens > 0 order by created_at limit 1""";

    private final Database database;
    private final PriceList prices;
    private final Clock clock;
    private final CostRates rates;

    Costs(Database database, PriceList prices, CostConfig config, Clock clock) {
        this.database = database;
        this.prices = prices;
        this.clock = clock;
        this.rates = CostRates.of(config);
    }

    /** A tenant's, up to now. */
    CostView of(String tenant) {
        Instant wanted = clock.instant().minus(Duration.ofDays(rates.days()));
        Used used = database.inTransaction(sql -> {
                    Instant from = sql.queryOne(COUNTED_SINCE, row -> row.time("since"), wanted)
                            .orElse(wanted);
                    return sql.queryOne(SHARES, Used::read, tenant, tenant, from, from, from);
                })
                .orElseThrow();
        return new CostView(
                rates.days(),
                used.input(),
                used.output(),
                used.workerHours(),
                rates.cost(used.workerHours()),
                rates.currency(),
                hosted(used));
    }

    private List<Hosted> hosted(Used used) {
        return prices.of(Amount.of((double) used.input(), 0), Amount.of((double) used.output(), 0)).stream()
                .map(price -> new Hosted(price.name(), price.cost(), price.currency()))
                .toList();
    }

    private record Used(long input, long output, double workerHours) {
        static Used read(Row row) throws SQLException {
            return new Used(row.bigNumber("input"), row.bigNumber("output"), row.real("seconds") / SECONDS_OF_HOUR);
        }
    }
}
