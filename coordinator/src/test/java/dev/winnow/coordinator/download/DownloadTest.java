package dev.winnow.coordinator.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DownloadTest extends CoordinatorTest {
    private static final String LIST = """
            {"options": {"schema": {"type": "array", "items": {"type": "object", "properties":
              {"title": {"type": "string"}, "price": {"type": ["number", "null"]}, "tags": {"type": "array",
               "items": {"type": "string"}}}, "required": ["title"], "additionalProperties": false}},
             "max_output_tokens": 64, "on_bad_item": "record"}}
            {"id": "p-1", "input": "two"}
            {"id": "p-2", "input": "none"}
            {"id": "p-3", "input": ""}
            """.replaceAll("\n +", " ");

    @Test
    void each_object_of_a_list_is_a_row_and_each_item_has_one() {
        UUID job = answered("""
                [{"title": "Jazz, at eight", "price": 12.50, "tags": ["a", "b"]}, {"title": "=1+1 \\"x\\"", "price": null}]""", "[]");

        assertThat(csv(job).extract().asString())
                .isEqualTo("""
                item_id,title,price,tags,item_error\r
                p-1,"Jazz, at eight",12.50,"[""a"",""b""]",\r
                p-1,"=1+1 ""x""\",,,\r
                p-2,,,,\r
                p-3,,,,"blank_input: %s"\r
                """.formatted(message(job).replace("\"", "\"\"")));
    }

    @Test
    void an_output_that_cannot_be_read_any_more_has_a_row_that_says_so() {
        UUID job = answered("[]", "[{\"title\": \"x\"}]");
        database.inTransaction(sql -> sql.update(
                "update result set output = ? where job_id = ? and position = 0",
                "[{\"title\": \"old\", \"price\": 1e5000}]",
                job));

        csv(job).body(containsString("p-1,,,,unreadable_output: ")).body(containsString("\r\np-2,x,,,\r\n"));
    }

    @Test
    void texts_come_along_where_they_are_asked_for() {
        UUID job = answered("[{\"title\": \"x\"}]", "[]");

        get(job, "?format=csv&inputs=true")
                .body(startsWith("item_id,title,price,tags,item_input,item_error\r\np-1,x,,,two,\r\n"));
    }

    @Test
    void the_format_is_what_the_request_says_or_else_what_it_accepts() {
        UUID job = answered("[]", "[]");

        csv(job).header("Content-Type", startsWith("text/csv"))
                .header("Content-Disposition", containsString(job + ".csv"));
        api().header("Accept", "text/csv")
                .get("/api/v1/extractions/" + job + "/results")
                .then()
                .statusCode(200)
                .body(startsWith("item_id,"));
        get(job, "").header("Content-Type", startsWith("application/x-ndjson")).body(startsWith("{\"id\":\"p-1\""));
        api().get("/api/v1/extractions/" + job + "/results?format=xls")
                .then()
                .statusCode(400)
                .body("code", equalTo("unknown_format"))
                .body("remedy", containsString("csv"));
        api().get("/api/v1/extractions/" + UUID.randomUUID() + "/results?format=csv")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_job"));
    }

    /** A job of three items, of which the last is bad. */
    private UUID answered(String first, String second) {
        UUID job = UUID.fromString(api().contentType("application/x-ndjson")
                .body(LIST.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id"));
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        List<ItemResult> results = List.of(worker.output(0, first), worker.output(1, second));
        ItemsFinished some = worker.finished(work, 0);
        record(new ItemsFinished(some.shard(), some.job(), some.incarnation(), results));
        return job;
    }

    private static String message(UUID job) {
        return api().get("/api/v1/extractions/" + job + "/errors")
                .then()
                .extract()
                .path("errors[0].message");
    }

    private static ValidatableResponse csv(UUID job) {
        return get(job, "?format=csv");
    }

    private static ValidatableResponse get(UUID job, String query) {
        return api().get("/api/v1/extractions/" + job + "/results" + query)
                .then()
                .statusCode(200);
    }
}
