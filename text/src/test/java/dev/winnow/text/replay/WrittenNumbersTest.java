package dev.winnow.text.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.winnow.text.tokenizer.SmallTokenizers;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers as they stand in files: each program that writes JSON has its own ways. */
class WrittenNumbersTest {
    private static final Tokenizer TOKENIZER = Tokenizer.fromJson(SmallTokenizers.byteLevel());

    @AfterAll
    static void close() {
        TOKENIZER.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"type":"integer"}              | 1.0                 | 1.5
                    {"type":"integer"}              | -0.0                | 1e-1
                    {"type":"integer"}              | 12e2                | 12.5e0
                    {"type":"integer","minimum":10} | 1E+2                | 1E-2
                    {"type":"number"}               | 1e-05               | 01
                    {"type":"number"}               | 1.5e-07             | 1.e5
                    {"type":"number"}               | 6.02214076e+23      | 1e
                    {"minimum":1000,"maximum":2000} | 1500.0              | 2000.5
                    {"minimum":1000,"maximum":2000} | 15e2                | 5e2
                    {"multipleOf":0.01}             | 3.50e0              | 3.505e0
                    {"multipleOf":7}                | 14.00               | 15.00
                    {"enum":[100000]}               | 1e5                 | 1e6
                    {"exclusiveMaximum":0}          | -1e-9               | 0e0
                    """)
    void number_is_what_it_stands_for_however_it_is_written(String schema, String right, String wrong)
            throws IOException {
        assertThat(replay(schema, right, true)).isEqualTo(Outcome.RIGHT);
        assertThat(replay("{\"items\":" + schema + "}", "[ " + right + " ]", true))
                .isEqualTo(Outcome.RIGHT);
        assertThat(replay(schema, wrong, false)).isEqualTo(Outcome.RIGHT);
    }

    private static Outcome replay(String schema, String text, boolean valid) throws IOException {
        TestedInstance instance = new TestedInstance("", valid, NullNode.getInstance(), text);
        TestedSchema tested =
                new TestedSchema(Path.of("numbers.json"), "", new ObjectMapper().readTree(schema), List.of(instance));
        return Replay.asWritten(TOKENIZER.vocabulary(), TOKENIZER)
                .replay(tested)
                .instances()
                .get(0)
                .outcome();
    }
}
