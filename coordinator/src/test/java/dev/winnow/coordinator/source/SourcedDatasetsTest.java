package dev.winnow.coordinator.source;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SourcedDatasetsTest extends CoordinatorTest {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";
    private static final String ROWS = "select body as input, event as output, task from shop_page order by id";

    @Inject
    ApiKeys keys;

    @BeforeEach
    void a_shop_with_forty_pages() {
        database.inTransaction(sql -> {
            sql.update("truncate dataset, dataset_row, dataset_name cascade");
            sql.update("drop table if exists shop_page");
            sql.update("create table shop_page (id integer primary key, body text, event jsonb, task text)");
            return sql.update("""
                    insert into shop_page
                    select i, 'page ' || i * 7919, jsonb_build_object('title', 't' || i), 'Convert'
                    from generate_series(1, 40) i""");
        });
    }

    @Test
    void the_rows_of_a_query_become_a_dataset_and_the_same_rows_are_the_same_one() {
        sql(ROWS + ";", "\"columns\": {\"instruction\": \"task\"}")
                .statusCode(201)
                .body("dataset", equalTo("pages@1"))
                .body("instruction", equalTo("Convert"))
                .body("statistics.read", equalTo(40))
                .body("sources.sql.source", equalTo("shop"));
        sql(ROWS, "\"columns\": {\"instruction\": \"task\"}").statusCode(200).body("dataset", equalTo("pages@1"));
        assertThat(count("dataset_row where output = '{\"title\":\"t7\"}'")).isEqualTo(1);
    }

    @Test
    void a_query_that_writes_is_refused_and_changes_nothing() {
        sql("with gone as (delete from shop_page returning *) select body as input, body as output from gone", "")
                .statusCode(422)
                .body("code", equalTo("source_writes"))
                .body("pointer", equalTo("/source/sql/query"));
        sql("select body as input, set_config('winnow.x', lo_creat(-1)::text, false) as output from shop_page", "")
                .statusCode(422)
                .body("code", equalTo("source_writes"));
        sql("delete from shop_page", "").statusCode(422).body("code", equalTo("query_refused"));
        sql("select 1) x; delete from shop_page; select * from (select 1", "")
                .statusCode(422)
                .body("code", equalTo("query_refused"))
                .body("detail", containsString("semicolon"));
        sql("select 1 as a into shop_copy", "").statusCode(422).body("code", equalTo("query_refused"));
        assertThat(count("shop_page")).isEqualTo(40);
        assertThat(count("dataset")).isZero();
    }

    @Test
    void a_query_that_never_ends_is_ended_whether_it_gives_rows_or_none() {
        String rows = "with recursive n(i) as (select 1 union all select i + 1 from n)"
                + " select 'a' as input, 'b' as output, 'c' as told from n";
        from("hasty", rows, "\"columns\": {\"instruction\": \"told\"}")
                .statusCode(422)
                .body("code", equalTo("source_timeout"))
                .body("limit", equalTo(1))
                .body("remedy", containsString("winnow.sources.hasty.timeout"));
        from("hasty", "select pg_sleep(60)::text as input, 'b' as output", "")
                .statusCode(422)
                .body("code", equalTo("source_timeout"));
    }

    @Test
    void a_column_that_is_not_there_is_named_with_those_that_are() {
        sql(ROWS, "\"columns\": {\"output\": \"wanted\"}")
                .statusCode(422)
                .body("code", equalTo("unknown_column"))
                .body("pointer", equalTo("/source/sql/columns/output"))
                .body("remedy", containsString("input, output, task"));
        sql("select nothing as input from shop_page", "")
                .statusCode(422)
                .body("code", equalTo("query_refused"))
                .body("detail", containsString("\"nothing\" does not exist"));
    }

    @Test
    void bad_rows_are_named_by_their_place_in_the_query() {
        database.inTransaction(sql -> sql.update("update shop_page set body = ' ' where id = 3"));
        sql(ROWS, "\"columns\": {\"instruction\": \"task\"}")
                .statusCode(422)
                .body("code", equalTo("bad_rows"))
                .body("line", equalTo(3))
                .body("problems[0].file", equalTo("shop's rows"))
                .body("problems[0].pointer", equalTo("/input"));
        assertThat(count("dataset_row")).isZero();
    }

    @Test
    void query_may_give_more_in_all_than_is_held_at_once_and_use_every_operator() {
        sql(
                        "select 'page ' || i as input, repeat('x', 100000) as ballast, '{\"title\":\"t\"}' as output, 'c' as instruction"
                                + " from generate_series(1, 700) i where '{\"a\": 1}'::jsonb ? 'a'",
                        "\"columns\": {\"instruction\": \"instruction\"}")
                .statusCode(201)
                .body("statistics.read", equalTo(700));
    }

    @Test
    void a_row_is_never_larger_than_what_is_held_for_it() {
        sql("select repeat('x', 2000000) as input, 'b' as output, 'c' as instruction", "")
                .statusCode(422)
                .body("detail", containsString("more than 1048576 bytes"));
        sql("select repeat('x', 100000000) as input, 'b' as output", "")
                .statusCode(422)
                .body("code", equalTo("row_too_large"));
    }

    @Test
    void a_source_that_is_unknown_not_ones_own_or_away_is_told_without_its_password() {
        from("nowhere", ROWS, "")
                .statusCode(422)
                .body("code", equalTo("unknown_source"))
                .body("remedy", equalTo("choose one of gone, hasty, shop"));
        keys.store(STRANGER, "stranger", "stranger", Set.of(Scope.TRAIN));
        given().header("Authorization", "Bearer " + STRANGER)
                .contentType("application/json")
                .body(body("{\"sql\": {\"source\": \"shop\", \"query\": \"select 1\"}}"))
                .post("/api/v1/datasets")
                .then()
                .statusCode(422)
                .body("code", equalTo("unknown_source"))
                .body("remedy", not(containsString("shop")));
        from("gone", ROWS, "")
                .statusCode(503)
                .body("code", equalTo("source_unreachable"))
                .body("detail", not(containsString("not-to-be-told")));
    }

    @Test
    void a_dataset_grows_by_another_source_and_its_rows_keep_their_side() {
        int heldOut = sql(ROWS, "\"columns\": {\"instruction\": \"task\"}")
                .statusCode(201)
                .extract()
                .path("held_out_rows");
        database.inTransaction(sql -> sql.update("""
                insert into shop_page select i, 'page ' || i * 7919, '{"title": "new"}', 'Convert'
                from generate_series(41, 60) i"""));
        String more = "{\"sql\": {\"source\": \"shop\", \"query\": \"" + ROWS
                + "\", \"columns\": {\"instruction\": \"task\"}}}";
        int grown =
                send("{\"name\": \"pages\", \"held_out_percent\": 0, \"sources\": [{\"dataset\": {\"dataset\": \"pages\"}}, "
                                + more + "]}")
                        .statusCode(201)
                        .body("dataset", equalTo("pages@2"))
                        .body("statistics.read", equalTo(100))
                        .body("statistics.repeated", equalTo(40))
                        .extract()
                        .path("held_out_rows");
        assertThat(grown).isEqualTo(heldOut);
    }

    @Test
    void a_request_that_names_no_source_or_an_odd_one_is_told_where() {
        send("{\"name\": \"x\"}").statusCode(422).body("pointer", equalTo("/sources"));
        send(body("{\"ftp\": {}}"))
                .statusCode(422)
                .body("pointer", equalTo("/source/ftp"))
                .body("remedy", containsString("dataset"));
        send(body("{\"sql\": {\"source\": \"shop\", \"query\": \"select 1\", \"limit\": 3}}"))
                .statusCode(422)
                .body("pointer", equalTo("/source/sql/limit"));
        send("[1]").statusCode(400).body("code", equalTo("invalid_json"));
        send("{\"name\": \"x\", \"held_out_percent\": 95, \"source\": {}}")
                .statusCode(422)
                .body("pointer", equalTo("/held_out_percent"));
        api().get("/api/v1/datasets").then().body("datasets", hasSize(0));
    }

    private ValidatableResponse sql(String query, String more) {
        return from("shop", query, more);
    }

    private ValidatableResponse from(String source, String query, String more) {
        return send(body("{\"sql\": {\"source\": \"%s\", \"query\": \"%s\"%s}}"
                .formatted(source, query.replace("\"", "\\\""), more.isEmpty() ? "" : ", " + more)));
    }

    private static String body(String source) {
        return "{\"name\": \"pages\", \"source\": " + source + "}";
    }

    private static ValidatableResponse send(String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/v1/datasets")
                .then();
    }
}
