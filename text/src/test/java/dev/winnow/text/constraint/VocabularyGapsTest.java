package dev.winnow.text.constraint;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.winnow.text.schema.SchemaCompiler;
import org.junit.jupiter.api.Test;

/** Vocabularies that lack bytes, or have some twice. */
class VocabularyGapsTest {
    @Test
    void vocabulary_that_lacks_bytes_is_refused_by_their_names() {
        SmallVocabulary poor = SmallVocabulary.of("{", "\"", "a", ":", "null");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> poor.compiler()
                        .compile(SchemaCompiler.compile(
                                json("{'type':'object','properties':{'a':{'type':'null'}},'required':['a']}"))))
                .withMessageContaining("0x7d");
    }

    @Test
    void character_that_the_vocabulary_cannot_complete_is_never_begun() {
        SmallVocabulary halves =
                SmallVocabulary.of("\"", "a").withBytes(0xc3).withBytes(0xe2).withBytes(0xa9);
        Cursor cursor = halves.compiler()
                .compile(SchemaCompiler.compile(json("{'type':'string'}")))
                .begin(10);
        cursor.accept(0);
        long[] mask = new long[1];
        cursor.allow(mask);

        assertThat(mask[0])
                .as("quote, a, C3 (A9 completes it), E2 (twice A9 does)")
                .isEqualTo(0b01111);
    }

    @Test
    void tokens_with_the_same_bytes_are_all_allowed() {
        SmallVocabulary twins = SmallVocabulary.of("1", "2", "1");
        Cursor cursor = twins.compiler()
                .compile(SchemaCompiler.compile(json("{'const':1}")))
                .begin(1);
        long[] mask = {-1L};
        cursor.allow(mask);

        assertThat(mask[0]).isEqualTo(0b101);
    }
}
