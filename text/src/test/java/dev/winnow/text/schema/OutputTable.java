package dev.winnow.text.schema;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.text.constraint.Outputs;

/** Rows of tests: a schema, outputs that may be written under it, and outputs that may not, with spaces in between. */
final class OutputTable {
    private OutputTable() {}

    /** Under plain JSON Schema, where what is not listed may come. */
    static void check(String schema, String fitting, String misfitting) {
        check(schema, UnlistedProperties.ALLOWED, fitting, misfitting);
    }

    static void check(String schema, UnlistedProperties unlisted, String fitting, String misfitting) {
        Outputs outputs = new Outputs(SchemaCompiler.compile(json(schema), unlisted));
        for (String output : fitting.strip().split(" +", -1)) {
            assertThat(outputs.allow(output.replace('\'', '"')))
                    .as("%s is allowed under %s", output, schema)
                    .isTrue();
        }
        for (String output : misfitting.strip().split(" +", -1)) {
            assertThat(outputs.allow(output.replace('\'', '"')))
                    .as("%s is allowed under %s", output, schema)
                    .isFalse();
        }
    }
}
