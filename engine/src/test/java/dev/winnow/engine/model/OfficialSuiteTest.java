package dev.winnow.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.engine.model.source.SourcePackage;
import dev.winnow.text.replay.Outcome;
import dev.winnow.text.replay.Replay;
import dev.winnow.text.replay.ReplaySummary;
import dev.winnow.text.replay.ReplayTally;
import dev.winnow.text.replay.ReplayedSchema;
import dev.winnow.text.replay.ReplayedSchema.Compilation;
import dev.winnow.text.replay.SchemaOrder;
import dev.winnow.text.replay.SchemaTests;
import dev.winnow.text.replay.TestedSchema;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.tokenizer.TokenizerFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The official JSON Schema test suite, replayed with the real model's tokenizer: the drafts' own files, and those of
 * their formats, which Winnow asserts.
 */
@Tag("model")
class OfficialSuiteTest {
    private static final Map<String, String> DIALECTS = Map.of(
            "draft2020-12", "https://json-schema.org/draft/2020-12/schema",
            "draft2019-09", "https://json-schema.org/draft/2019-09/schema",
            "draft7", "http://json-schema.org/draft-07/schema#");

    private static final ReplayTally TALLY = new ReplayTally();
    private static final List<String> REJECTED = new ArrayList<>();
    private static final List<String> ACCEPTED = new ArrayList<>();
    private static final List<String> FAILED = new ArrayList<>();

    @BeforeAll
    static void replay() throws IOException {
        try (Tokenizer tokenizer = TokenizerFile.open(RealModel.files().path())) {
            Replay replay = new Replay(tokenizer.vocabulary(), tokenizer, new SchemaOrder());
            for (String draft : DIALECTS.keySet().stream().sorted().toList()) {
                Path folder =
                        SourcePackage.JSON_SCHEMA.folder().resolve("json/tests").resolve(draft);
                ReplayTally own = new ReplayTally();
                for (Path file : files(folder)) {
                    for (TestedSchema schema : new SchemaTests(DIALECTS.get(draft)).read(file)) {
                        ReplayedSchema replayed = replay.replay(schema);
                        own.add(replayed);
                        TALLY.add(replayed);
                        remember(draft, replayed);
                    }
                }
                System.out.println(draft + ": " + own.summary());
            }
            System.out.println("all: " + TALLY.summary());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        Path formats = folder.resolve("optional").resolve("format");
        return Stream.concat(
                        SchemaTests.under(folder).stream()
                                .filter(file -> folder.equals(file.getParent()) && !file.endsWith("format.json")),
                        SchemaTests.under(formats).stream())
                .toList();
    }

    private static void remember(String draft, ReplayedSchema replayed) {
        String place = draft + "/" + replayed.tested().file().getFileName() + " ["
                + replayed.tested().description() + "] ";
        if (replayed.compilation() == Compilation.FAILED) {
            FAILED.add(place + replayed.reason());
        }
        replayed.instances().stream()
                .filter(instance -> !instance.outcome().isRight())
                .forEach(instance -> (instance.outcome() == Outcome.ACCEPTED ? ACCEPTED : REJECTED)
                        .add(place + instance.instance().description() + ": " + instance.note()));
    }

    @Test
    void no_valid_instance_is_rejected() {
        assertThat(REJECTED).isEmpty();
    }

    @Test
    void no_invalid_instance_is_accepted_after_the_check() {
        assertThat(ACCEPTED).isEmpty();
    }

    @Test
    void masks_alone_let_at_most_one_in_a_hundred_pass_that_is_invalid() {
        ReplaySummary summary = TALLY.summary();
        assertThat(summary.acceptedByMask()).isLessThanOrEqualTo(summary.instances() / 100);
    }

    @Test
    void at_least_85_schemas_in_a_hundred_compile() {
        ReplaySummary summary = TALLY.summary();
        assertThat(100 * summary.compiled()).isGreaterThanOrEqualTo(85 * summary.schemas());
    }

    @Test
    void no_schema_makes_anything_throw() {
        assertThat(FAILED).isEmpty();
    }
}
