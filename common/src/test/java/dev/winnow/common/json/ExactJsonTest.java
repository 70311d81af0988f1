package dev.winnow.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactJsonTest {
    private final JsonMapper json = ExactJson.mapper().build();

    @Test
    void numbers_keep_their_digits() throws IOException {
        assertThat(json.readTree("[5.00, 1.0e3, 1e-999, 1e999]").toString()).isEqualTo("[5.00,1.0E+3,1E-999,1E+999]");
        assertThat(json.readTree("{\"a\": 0.10}".getBytes(UTF_8)).toString()).isEqualTo("{\"a\":0.10}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e1001",
                "1e-1001",
                "1e99999999",
                "1e2147483647",
                "1E+2147483648",
                "1e-2147483648",
                "1e999999999999"
            })
    void a_number_that_is_short_to_write_and_long_to_hold_is_no_json(String number) {
        assertThatThrownBy(() -> json.readTree("{\"a\": [" + number + "]}"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("more than 1000 digits");
        byte[] bytes = number.getBytes(UTF_8);
        assertThatThrownBy(() -> json.readTree(bytes)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> json.readTree(bytes, 0, bytes.length)).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> json.readTree(new ByteArrayInputStream(bytes)))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> json.readTree(new StringReader(number))).isInstanceOf(JsonProcessingException.class);
    }
}
