package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.text.constraint.Outputs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that cannot be kept: NUL, and halves of surrogate pairs. */
class UnusableTextsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'const':'a\\u0000'}",
                "{'enum':['\\ud800']}",
                "{'const':{'a':'\\u0000'}}",
                "{'required':['\\u0000']}",
                "{'const':{'\\u0000':1}}"
            })
    void schema_that_takes_nothing_else_is_refused(String schema) {
        assertThatThrownBy(() -> SchemaCompiler.compile(json(schema))).isInstanceOf(SchemaRefusedException.class);
    }

    @Test
    void other_values_and_properties_remain() {
        Outputs values = new Outputs(SchemaCompiler.compile(json("{'enum':['a','b\\u0000']}")));
        assertThat(values.allow("\"a\"")).isTrue();
        assertThat(values.allow("\"b\\u0000\"")).isFalse();

        Outputs properties =
                new Outputs(SchemaCompiler.compile(json("{'properties':{'a':{},'b\\u0000':{'type':'null'}}}")));
        assertThat(properties.allow("{\"a\":1}")).isTrue();
        assertThat(properties.allow("{\"b\\u0000\":null}")).isFalse();
    }

    @Test
    void no_text_of_an_output_holds_nul() {
        Outputs any = new Outputs(SchemaCompiler.compile(json("{}")));
        assertThat(any.allow("\"a\\u0000\"")).isFalse();
        assertThat(any.allow("{\"a\\u0000\":1}")).isFalse();
        assertThat(any.allow("\"a\\u0001\"")).isTrue();
    }

    @Test
    void backslash_before_zeros_is_no_nul() {
        Outputs values = new Outputs(SchemaCompiler.compile(json("{'const':'\\\\u0000'}")));
        assertThat(values.allow("\"\\\\u0000\"")).isTrue();
    }
}
