package dev.winnow.engine.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeftAdapterTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String Q = "base_model.model.model.layers.0.self_attn.q_proj";
    private static final String DOWN = "base_model.model.model.layers.0.mlp.down_proj";

    @TempDir
    private Path folder;

    private final ObjectNode config = JSON.createObjectNode()
            .put("peft_type", "LORA")
            .put("r", 2)
            .put("lora_alpha", 8)
            .put("bias", "none")
            .put("use_dora", false)
            .putNull("modules_to_save");
    private final Map<String, List<Integer>> factors = new LinkedHashMap<>();

    @BeforeEach
    void fill() {
        factors.put(Q + ".lora_A.weight", List.of(2, 8));
        factors.put(Q + ".lora_B.weight", List.of(8, 2));
        factors.put(DOWN + ".lora_A.weight", List.of(2, 16));
        factors.put(DOWN + ".lora_B.weight", List.of(8, 2));
    }

    @Test
    void folder_as_peft_writes_it_opens() throws IOException {
        try (PeftAdapter adapter = open()) {
            assertThat(adapter.projections())
                    .containsExactlyInAnyOrder("model.layers.0.self_attn.q_proj", "model.layers.0.mlp.down_proj");
            assertThat(adapter.scale()).isEqualTo(4);
            assertThat(adapter.factors().shape("model.layers.0.mlp.down_proj.lora_B.weight"))
                    .isEqualTo(new WeightShape(8, 2));
            assertThat(adapter.factors().read("model.layers.0.self_attn.q_proj.lora_A.weight"))
                    .startsWith(0, 1, 2)
                    .hasSize(16);
        }
    }

    @Test
    void rank_stabilized_adapter_is_scaled_by_the_root_of_its_rank() throws IOException {
        config.put("use_rslora", true);
        try (PeftAdapter adapter = open()) {
            assertThat(adapter.scale()).isCloseTo(8 / Math.sqrt(2), within(1e-12));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "peft_type; \"IA3\"; peft_type is 'IA3'",
                "bias; \"all\"; bias is 'all'",
                "use_dora; true; use_dora is true",
                "fan_in_fan_out; true; fan_in_fan_out",
                "lora_bias; true; lora_bias",
                "modules_to_save; [\"lm_head\"]; modules_to_save",
                "rank_pattern; {\"q_proj\": 4}; rank_pattern",
                "alpha_pattern; {\"q_proj\": 4}; alpha_pattern",
                "r; 0; r must be at least 1",
                "lora_alpha; -1; lora_alpha positive"
            })
    void what_is_not_done_is_refused_by_its_name(String field, String value, String message) throws IOException {
        config.set(field, JSON.readTree(value));
        assertRefused(message);
    }

    @Test
    void factor_without_its_other_half_is_refused() {
        factors.remove(Q + ".lora_B.weight");
        assertRefused("only one factor of model.layers.0.self_attn.q_proj");
    }

    @Test
    void factors_of_different_ranks_are_refused() {
        factors.put(Q + ".lora_B.weight", List.of(8, 3));
        assertRefused("q_proj the ranks 2 and 3");
    }

    @Test
    void factors_of_another_rank_than_the_configuration_says_are_refused() {
        factors.put(Q + ".lora_A.weight", List.of(4, 8));
        factors.put(Q + ".lora_B.weight", List.of(8, 4));
        assertRefused("q_proj the rank 4, but adapter_config.json says 2");
    }

    @Test
    void tensor_that_is_no_factor_is_refused() {
        factors.put(Q + ".lora_magnitude_vector", List.of(8));
        assertRefused("lora_magnitude_vector");
    }

    @Test
    void adapter_without_factors_is_refused() {
        factors.clear();
        assertRefused("has no factors");
    }

    @Test
    void folder_without_weights_in_safetensors_is_refused() throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), config.toString());
        Files.writeString(folder.resolve("adapter_model.bin"), "pickled");
        assertThatThrownBy(() -> PeftAdapter.open(folder))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining("has no adapter_model.safetensors");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::open).isInstanceOf(ModelRefusedException.class).hasMessageContaining(message);
    }

    private PeftAdapter open() throws IOException {
        Files.writeString(folder.resolve("adapter_config.json"), config.toString());
        Files.write(folder.resolve("adapter_model.safetensors"), TinyFolder.file(factors));
        return PeftAdapter.open(folder);
    }
}
