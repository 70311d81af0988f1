package dev.winnow.coordinator.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AdaptersApiTest extends CoordinatorTest {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";
    private static final String READER = "wk_reader_0123456789abcdef";

    @Inject
    ApiKeys keys;

    @Test
    void a_folder_of_peft_becomes_the_first_version_of_its_name_with_a_card() {
        SmallAdapter adapter = new SmallAdapter(1);

        upload("recipes", adapter)
                .statusCode(201)
                .header("Location", "/api/v1/adapters/recipes@1")
                .body("adapter", equalTo("recipes@1"))
                .body("hash", equalTo(adapter.hash()))
                .body("base", equalTo("bytes"))
                .body("aliases", empty())
                .body("card.rank", equalTo(2))
                .body("card.alpha", equalTo(8f))
                .body("card.scale", equalTo(4f))
                .body("card.target_modules", equalTo(List.of("q_proj", "v_proj")))
                .body("card.projections", equalTo(1))
                .body("card.dtypes", equalTo(List.of("F32")))
                .body("card.bytes", equalTo(adapter.configFile().length + adapter.weightsFile().length))
                .body("card.trained_from", equalTo("/somewhere/else/bytes"))
                .body("card.notes", equalTo("two epochs"));

        api().get("/api/v1/adapters/" + adapter.hash()).then().statusCode(200).body("adapter", equalTo("recipes@1"));
        api().get("/api/v1/adapters").then().body("adapters.adapter", equalTo(List.of("recipes@1")));
    }

    @Test
    void the_same_files_are_the_same_adapter_and_other_files_the_next_version() {
        upload("recipes", new SmallAdapter(1)).statusCode(201);
        upload("recipes", new SmallAdapter(1)).statusCode(200).body("adapter", equalTo("recipes@1"));
        upload("recipes", new SmallAdapter(2)).statusCode(201).body("adapter", equalTo("recipes@2"));

        upload("events", new SmallAdapter(1))
                .statusCode(409)
                .body("code", equalTo("adapter_known"))
                .body("detail", containsString("recipes@1"));
        assertThat(count("adapter")).isEqualTo(2);
    }

    @Test
    void the_same_files_sent_twice_at_once_are_stored_once() {
        CompletableFuture<Void> other =
                meanwhile(() -> upload("recipes", new SmallAdapter(1)).extract().statusCode());
        upload("recipes", new SmallAdapter(1)).extract().statusCode();
        join(other);

        assertThat(count("adapter")).isEqualTo(1);
        assertThat(count("adapter_chunk")).isEqualTo(1);
    }

    @Test
    void the_files_come_back_byte_for_byte_however_many_pieces_they_are_in() throws IOException {
        SmallAdapter adapter = new SmallAdapter(3);
        int rows = 300_000; // 4.8 MB
        adapter.data = 4 * 4 * rows;
        adapter.tensor(SmallAdapter.Q + ".lora_A.weight", List.of(2, rows), 0);
        adapter.tensor(SmallAdapter.Q + ".lora_B.weight", List.of(rows, 2), 4 * 2 * rows);
        upload("large", adapter).statusCode(201);
        assertThat(count("adapter_chunk")).isEqualTo(5);

        byte[] zip = api().get("/api/v1/adapters/large@1/files")
                .then()
                .statusCode(200)
                .contentType("application/zip")
                .extract()
                .asByteArray();

        assertThat(unzipped(zip)).containsOnlyKeys(AdapterFiles.CONFIG, AdapterFiles.WEIGHTS);
        assertThat(unzipped(zip).get(AdapterFiles.CONFIG)).isEqualTo(adapter.configFile());
        assertThat(unzipped(zip).get(AdapterFiles.WEIGHTS)).isEqualTo(adapter.weightsFile());
    }

    @Test
    void a_worker_fetches_by_hash_with_its_own_key_and_is_told_when_it_is_gone() throws IOException {
        SmallAdapter adapter = new SmallAdapter(1);
        upload("recipes", adapter).statusCode(201);

        byte[] zip = worker.adapter(adapter.hash()).statusCode(200).extract().asByteArray();
        assertThat(unzipped(zip).get(AdapterFiles.WEIGHTS)).isEqualTo(adapter.weightsFile());
        api().get("/internal/v1/adapters/" + adapter.hash()).then().statusCode(403);

        api().delete("/api/v1/adapters/recipes@1").then().statusCode(204);
        worker.adapter(adapter.hash()).statusCode(404).body("code", equalTo("unknown_adapter"));
        worker.adapter("nonsense").statusCode(404);
    }

    @Test
    void a_version_number_is_never_given_twice() {
        upload("recipes", new SmallAdapter(1)).statusCode(201);
        api().delete("/api/v1/adapters/recipes@1").then().statusCode(204);

        upload("recipes", new SmallAdapter(1)).statusCode(201).body("adapter", equalTo("recipes@2"));
        assertThat(count("adapter_chunk")).isEqualTo(1);
    }

    @Test
    void a_name_without_its_version_is_not_guessed_and_the_remedy_names_the_newest() {
        upload("recipes", new SmallAdapter(1)).statusCode(201);

        api().get("/api/v1/adapters/recipes")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_adapter"))
                .body("remedy", containsString("recipes@1"));
        api().get("/api/v1/adapters/recipes@9").then().statusCode(404);
        api().get("/api/v1/adapters/ümlaut@1").then().statusCode(422).body("code", equalTo("invalid_adapter"));
    }

    @Test
    void another_tenants_adapter_is_not_there() {
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.ADMIN));
        SmallAdapter adapter = new SmallAdapter(1);
        upload("recipes", adapter).statusCode(201);
        alias("champion", "recipes@1").statusCode(200);

        for (String reference : List.of("recipes@1", "champion", adapter.hash())) {
            stranger().get("/api/v1/adapters/" + reference).then().statusCode(404);
            stranger().get("/api/v1/adapters/" + reference + "/files").then().statusCode(404);
            stranger().delete("/api/v1/adapters/" + reference).then().statusCode(404);
        }
        stranger().get("/api/v1/adapters").then().body("adapters", empty());
        stranger().get("/api/v1/adapter-aliases").then().body("aliases", empty());
        upload(stranger(), "own", adapter).statusCode(201).body("adapter", equalTo("own@1"));
    }

    @Test
    void a_key_that_may_only_extract_reads_adapters_and_changes_none() {
        keys.store(READER, "reader", ApiKeys.DEFAULT_TENANT, Set.of(Scope.EXTRACT));
        upload("recipes", new SmallAdapter(1)).statusCode(201);

        RequestSpecification reader = RestAssured.given().header("Authorization", "Bearer " + READER);
        reader.get("/api/v1/adapters/recipes@1").then().statusCode(200);
        upload(RestAssured.given().header("Authorization", "Bearer " + READER), "recipes", new SmallAdapter(2))
                .statusCode(403);
        reader.delete("/api/v1/adapters/recipes@1").then().statusCode(403);
    }

    @Test
    void an_alias_moves_at_once_and_remembers_where_it_was() {
        upload("recipes", new SmallAdapter(1)).statusCode(201);
        upload("recipes", new SmallAdapter(2)).statusCode(201);

        alias("champion", "recipes@1").statusCode(200).body("adapter", equalTo("recipes@1"));
        alias("champion", "recipes@2").statusCode(200);
        alias("champion", "recipes@2").statusCode(200);
        api().get("/api/v1/adapters/champion").then().body("adapter", equalTo("recipes@2"));
        alias("champion", "recipes@1").statusCode(200);
        api().delete("/api/v1/adapter-aliases/champion").then().statusCode(204);

        api().get("/api/v1/adapters/champion").then().statusCode(404);
        api().get("/api/v1/adapter-aliases/champion/moves")
                .then()
                .body("moves.to", equalTo(java.util.Arrays.asList(null, "recipes@1", "recipes@2", "recipes@1")))
                .body("moves.from", equalTo(java.util.Arrays.asList("recipes@1", "recipes@2", "recipes@1", null)));
    }

    @Test
    void alias_goes_back_to_where_it_was_and_forth_again() {
        upload("recipes", new SmallAdapter(1)).statusCode(201);
        upload("recipes", new SmallAdapter(2)).statusCode(201);
        api().post("/api/v1/adapter-aliases/champion/rollback")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_alias"));
        alias("champion", "recipes@1").statusCode(200);
        api().post("/api/v1/adapter-aliases/champion/rollback")
                .then()
                .statusCode(409)
                .body("code", equalTo("nothing_before"));
        alias("champion", "recipes@2").statusCode(200);

        api().post("/api/v1/adapter-aliases/champion/rollback")
                .then()
                .statusCode(200)
                .body("adapter", equalTo("recipes@1"));
        api().post("/api/v1/adapter-aliases/champion/rollback")
                .then()
                .statusCode(200)
                .body("adapter", equalTo("recipes@2"));

        api().post("/api/v1/adapter-aliases/champion/rollback");
        api().delete("/api/v1/adapters/recipes@2").then().statusCode(204);
        api().post("/api/v1/adapter-aliases/champion/rollback")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_adapter"));
        api().get("/api/v1/adapter-aliases").then().body("aliases[0].adapter", equalTo("recipes@1"));
    }

    @Test
    void an_alias_of_what_is_not_there_is_refused() {
        alias("champion", "recipes@1").statusCode(404).body("code", equalTo("unknown_adapter"));
        alias("cham pion", "recipes@1").statusCode(422).body("code", equalTo("invalid_name"));
        api().delete("/api/v1/adapter-aliases/champion").then().statusCode(404).body("code", equalTo("unknown_alias"));
    }

    @Test
    void what_an_alias_stands_for_is_not_deleted() {
        upload("recipes", new SmallAdapter(1)).statusCode(201);
        alias("champion", "recipes@1").statusCode(200);

        api().delete("/api/v1/adapters/recipes@1")
                .then()
                .statusCode(409)
                .body("code", equalTo("adapter_has_alias"))
                .body("detail", containsString("champion"));
    }

    @Test
    void an_adapter_of_a_model_that_is_not_here_must_say_which_one_it_is_for() {
        SmallAdapter adapter = new SmallAdapter(1);
        adapter.config.put("base_model_name_or_path", "/home/someone/model");

        upload("recipes", adapter)
                .statusCode(422)
                .body("code", equalTo("unknown_base"))
                .body("pointer", equalTo("/base"))
                .body("remedy", containsString("one of bytes"));
        send(api().queryParam("base", "bytes"), "recipes", adapter.zip())
                .statusCode(201)
                .body("base", equalTo("bytes"));
    }

    private static ValidatableResponse upload(String name, SmallAdapter adapter) {
        return upload(api(), name, adapter);
    }

    private static ValidatableResponse upload(RequestSpecification request, String name, SmallAdapter adapter) {
        return send(request.queryParam("notes", "two epochs"), name, adapter.zip());
    }

    private static ValidatableResponse send(RequestSpecification request, String name, byte[] zip) {
        return request.contentType("application/zip")
                .queryParam("name", name)
                .body(zip)
                .post("/api/v1/adapters")
                .then();
    }

    private static ValidatableResponse alias(String alias, String adapter) {
        return api().contentType("application/json")
                .body(Map.of("adapter", adapter))
                .put("/api/v1/adapter-aliases/{alias}", alias)
                .then();
    }

    private static RequestSpecification stranger() {
        return RestAssured.given().header("Authorization", "Bearer " + STRANGER);
    }

    private static Map<String, byte[]> unzipped(byte[] bytes) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }
}
