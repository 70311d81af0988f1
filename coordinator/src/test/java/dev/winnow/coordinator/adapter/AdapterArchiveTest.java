package dev.winnow.coordinator.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.coordinator.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdapterArchiveTest {
    private static final int LIMIT = 1 << 20;

    private final SmallAdapter adapter = new SmallAdapter(1);

    @Test
    void what_is_sound_is_taken_and_its_file_goes_with_it() throws IOException {
        ReceivedAdapter received = read(adapter.zip());
        assertThat(received.hash()).isEqualTo(adapter.hash());
        assertThat(received.factors().projections()).isEqualTo(1);

        received.close();
        assertThat(received.weights()).doesNotExist();
    }

    @Test
    void a_pickle_is_refused_whatever_stands_beside_it() {
        adapter.others.put("adapter/training_args.bin", new byte[3]);
        assertRefused("adapter_refused", "training_args.bin may be a pickle");
    }

    @Test
    void a_folder_that_lacks_a_file_is_refused_by_its_name() {
        assertRefused("adapter_refused", "no adapter_config.json", SmallAdapter.zip(Map.of()));
        assertRefused(
                "adapter_refused",
                "no adapter_model.safetensors",
                SmallAdapter.zip(Map.of("adapter_config.json", adapter.configFile())));
    }

    @Test
    void what_is_no_zip_or_is_cut_off_is_refused() {
        assertRefused("adapter_refused", "the ZIP has no", new byte[] {1, 2, 3});
        assertRefused("invalid_zip", "no ZIP that can be read", Arrays.copyOf(adapter.zip(), 300));
    }

    @Test
    void what_unpacks_beyond_the_limit_is_refused_before_it_is_all_there() {
        adapter.others.put("zeros", new byte[4 * LIMIT]);
        assertRefused("adapter_too_large", "more than 1048576 bytes");
    }

    @Test
    void settings_that_winnow_does_not_run_are_refused() {
        adapter.config.put("use_dora", true);
        assertRefused("adapter_refused", "use_dora is true");
    }

    @Test
    void a_configuration_that_is_no_object_is_refused() {
        assertRefused(
                "adapter_refused",
                "not a JSON object",
                SmallAdapter.zip(Map.of(
                        "adapter_config.json", new byte[] {'4'}, "adapter_model.safetensors", adapter.weightsFile())));
    }

    @Test
    void a_configuration_in_another_encoding_is_refused() {
        assertRefused(
                "adapter_refused",
                "adapter_config.json is no UTF-8",
                SmallAdapter.zip(Map.of(
                        "adapter_config.json",
                        "{\"r\": 4}\u00FC".getBytes(StandardCharsets.UTF_16),
                        "adapter_model.safetensors",
                        adapter.weightsFile())));
    }

    @Test
    void a_rank_that_the_factors_do_not_have_is_refused() {
        adapter.config.put("r", 4);
        assertRefused("adapter_refused", "the ranks 2 and 2, but adapter_config.json says 4");
    }

    @Test
    void each_claim_of_the_header_is_held_against_the_file() {
        adapter.data -= 4;
        assertRefused("adapter_refused", "not within its 124 bytes");

        adapter.data += 8;
        assertRefused("adapter_refused", "has 132 bytes of data, its header tells of 128");
        adapter.data -= 4;

        adapter.tensor(SmallAdapter.Q + ".lora_B.weight", List.of(8, 2), 32);
        assertRefused("adapter_refused", "overlap or leave gaps, at byte 64");

        adapter.tensor(SmallAdapter.Q + ".lora_B.weight", List.of(8, 2), 64).put("dtype", "F64");
        assertRefused("adapter_refused", "as 'F64'; Winnow reads [BF16, F16, F32]");

        adapter.tensor(SmallAdapter.Q + ".lora_B.weight", List.of(8, 2), 64)
                .putArray("shape")
                .add(Integer.MAX_VALUE)
                .add(2);
        assertRefused("adapter_refused", "values of F32 do not take");

        adapter.header.remove(SmallAdapter.Q + ".lora_B.weight");
        adapter.data = 64;
        assertRefused("adapter_refused", "only one factor of " + SmallAdapter.Q);

        adapter.header.removeAll();
        adapter.data = 0;
        assertRefused("adapter_refused", "has no factors");
    }

    @Test
    void a_tensor_that_is_no_factor_is_refused() {
        adapter.tensor("lm_head.weight", List.of(2, 2), 128);
        adapter.data = 144;
        assertRefused("adapter_refused", "lm_head.weight, which is no factor");
    }

    @Test
    void weights_that_are_no_safetensors_are_refused() {
        byte[] pickled = new byte[64];
        Arrays.fill(pickled, (byte) 0x80);
        assertRefused(
                "adapter_refused",
                "is no safetensors file",
                SmallAdapter.zip(
                        Map.of("adapter_config.json", adapter.configFile(), "adapter_model.safetensors", pickled)));
    }

    private void assertRefused(String code, String detail) {
        assertRefused(code, detail, adapter.zip());
    }

    private static void assertRefused(String code, String detail, byte[] zip) {
        assertThatThrownBy(() -> read(zip)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().code()).isEqualTo(code);
            assertThat(refused.problem().detail()).contains(detail);
            assertThat(refused.problem().remedy()).isNotBlank();
        });
    }

    private static ReceivedAdapter read(byte[] zip) throws IOException {
        return AdapterArchive.read(new ByteArrayInputStream(zip), LIMIT);
    }
}
