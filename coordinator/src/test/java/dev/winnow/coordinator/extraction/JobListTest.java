package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.extraction.Jobs.PageQuery;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The list of jobs by the time of their submission. */
@QuarkusTest
class JobListTest extends CoordinatorTest {
    private static final int MANY = 100_000;
    private static final String LIST = "/api/v1/extractions";

    // One a minute, the last of them a minute ago; three of one instant each third time, so that ids decide as well.
    private static final String OTHERS = """
            insert into job (id, tenant, state, model, quantization, schema_json, schema_hash, instruction,
                             max_output_tokens, constrained, temperature, seed, item_seconds, priority, item_count,
                             planned_items, open_items, created_at, finished_at, request_hash)
            select gen_random_uuid(), 'default', case when n %% 10 = 0 then 'cancelled' else 'done' end, 'bytes', 'f32',
                   '{}', '', '', 1, true, 0, 0, 60, 0, 1, 1, 0, ?::timestamptz - (n - n %% 3) * interval '1 minute',
                   ?::timestamptz, ''
            from generate_series(1, %d) n""";

    @Test
    void jobs_of_a_time_are_found_by_an_index_among_a_hundred_thousand_and_its_pages_are_exact() {
        Instant now = clock.instant();
        database.inTransaction(sql -> sql.update(OTHERS.formatted(MANY), now, now));
        database.inTransaction(sql -> sql.update("analyze job"));
        Instant from = now.minus(Duration.ofDays(30)).minusSeconds(30);
        Instant until = now.minus(Duration.ofDays(29)).minusSeconds(30);

        List<String> found = new ArrayList<>();
        String cursor = null;
        do {
            String path = LIST + "?limit=100&state=done,cancelled&created_after=" + from + "&created_before=" + until;
            var page = api().get(cursor == null ? path : path + "&cursor=" + cursor)
                    .then()
                    .statusCode(200)
                    .extract();
            found.addAll(page.path("extractions.id"));
            cursor = page.path("next_cursor");
        } while (cursor != null);

        assertThat(new HashSet<>(found)).hasSameSizeAs(found);
        assertThat((long) found.size())
                .isEqualTo(count("job where created_at >= ? and created_at < ?", from, until))
                .isBetween(1430L, 1450L); // minutes of a day

        Cursor inside = new Cursor(until.minus(Duration.ofHours(1)), UUID.randomUUID());
        assertReadByIndex(List.of(), from, until, null);
        assertReadByIndex(List.of(), from, until, inside);
        assertReadByIndex(List.of("cancelled"), from, until, inside);
    }

    /** A page reads none of other times, and does not sort all of its own: at most those of one instant. */
    private void assertReadByIndex(List<String> states, Instant from, Instant until, @Nullable Cursor after) {
        JobFilter filter = new JobFilter(states, null, null, new CreatedWithin(from, until));
        PageQuery query = Jobs.query("default", filter, after, 50);
        List<String> plan = database.inTransaction(sql -> sql.query(
                "explain " + query.statement(),
                row -> row.text("QUERY PLAN"),
                query.parameters().toArray()));
        assertThat(plan)
                .noneMatch(line -> line.contains("Seq Scan") || line.contains("->  Sort"))
                .anyMatch(line -> line.contains("Index Cond:") && line.contains("created_at >="));
    }

    @Test
    void a_day_is_its_beginning_in_utc_and_a_moment_may_be_of_any_zone() {
        UUID job = submit(1);
        Instant created = Instant.parse(api().get(LIST + "/" + job).path("created_at"));

        assertFound(1, "created_after", created.toString());
        assertFound(0, "created_before", created.toString());
        assertFound(1, "created_after", created.toString().substring(0, 10));
        assertFound(0, "created_before", created.toString().substring(0, 10));
        assertFound(1, "created_before", created.plusSeconds(1).toString().replace("Z", "+00:00"));
        assertFound(1, "created_after", "");
    }

    private static void assertFound(int jobs, String parameter, String value) {
        api().queryParam(parameter, value).get(LIST).then().statusCode(200).body("extractions.size()", equalTo(jobs));
    }

    @Test
    void what_is_no_time_is_refused_by_its_name() {
        for (String bad : List.of("yesterday", "2026-13-01", "2026-01-31T18:00:00", "+999999999-01-01T00:00:00Z")) {
            api().queryParam("created_before", bad)
                    .get(LIST)
                    .then()
                    .statusCode(400)
                    .body("code", equalTo("invalid_time"))
                    .body("pointer", equalTo("/created_before"))
                    .body("detail", containsString(bad))
                    .body("remedy", containsString("2026-01-31T18:00:00Z"));
        }
        api().get(LIST + "?created_after=2026-02-01&created_before=2026-02-01")
                .then()
                .statusCode(400)
                .body("pointer", equalTo("/created_before"))
                .body("remedy", containsString("swap"));
    }
}
