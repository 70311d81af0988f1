package dev.winnow.common.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AdapterFilesTest {
    @Test
    void the_hash_is_what_sha256sum_prints_for_the_sums_of_both_files() {
        byte[] config = AdapterFiles.sha256().digest("{}".getBytes(UTF_8));
        byte[] weights = AdapterFiles.sha256().digest("weights".getBytes(UTF_8));

        assertThat(AdapterFiles.hash(config, weights))
                .isEqualTo("sha256:b67bf92f07566d661151ba460028eaff65e2f84746b31ea10f15282a292252ac");
        assertThat(AdapterFiles.hash(weights, config)).isNotEqualTo(AdapterFiles.hash(config, weights));
    }

    @Test
    void only_a_hash_gives_a_files_name() {
        assertThat(AdapterFiles.digits("sha256:" + "0a".repeat(32))).isEqualTo("0a".repeat(32));
        assertThatThrownBy(() -> AdapterFiles.digits("sha256:../../etc/passwd"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
