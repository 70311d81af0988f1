package dev.winnow.cli.machine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StartupWatchTest {
    @Test
    void a_model_of_an_earlier_worker_does_not_mean_that_this_one_is_known() throws IOException {
        assertThat(StartupWatch.anyLive(models("[{'name': 'old', 'live': false}]")))
                .isFalse();
        assertThat(StartupWatch.anyLive(models("[]"))).isFalse();
        assertThat(StartupWatch.anyLive(models("[{'name': 'old', 'live': false}, {'name': 'new', 'live': true}]")))
                .isTrue();
    }

    private static JsonNode models(String json) throws IOException {
        return new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
