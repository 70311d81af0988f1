package dev.winnow.worker.extraction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.text.tokenizer.Tokenizer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GrowingTextTest {
    @Test
    void characters_come_whole_and_white_space_waits_for_what_follows_it() {
        try (Tokenizer bytes = Tokenizer.fromJson(ByteModel.text().tokenizerJson())) {
            GrowingText text = new GrowingText(bytes.vocabulary());

            assertThat(text.add(tokens(" \n {\"a\":  "))).isEqualTo("{\"a\":");
            assertThat(text.add(tokens("1"))).isEqualTo("  1");
            int[] umlaut = tokens("ü");
            assertThat(text.add(new int[] {umlaut[0]})).isEmpty();
            assertThat(text.add(new int[] {umlaut[1], ByteModel.END})).isEqualTo("ü");
            int[] smile = tokens("x😀");
            assertThat(text.add(new int[] {smile[0], smile[1], smile[2], smile[3]}))
                    .isEqualTo("x");
            assertThat(text.add(new int[] {smile[4], ' '})).isEqualTo("😀");
            assertThat(text.add(tokens("}\n"))).isEqualTo(" }");
        }
    }

    @Test
    void whatever_the_pieces_are_they_are_the_whole() {
        String whole = "  {\"title\": \"Größe – 寿司 😀\", \"n\": [1,  2]}  ";
        int[] tokens = tokens(whole);
        try (Tokenizer bytes = Tokenizer.fromJson(ByteModel.text().tokenizerJson())) {
            for (int size = 1; size <= tokens.length; size++) {
                GrowingText text = new GrowingText(bytes.vocabulary());
                StringBuilder told = new StringBuilder();
                for (int from = 0; from < tokens.length; from += size) {
                    told.append(
                            text.add(java.util.Arrays.copyOfRange(tokens, from, Math.min(tokens.length, from + size))));
                }
                assertThat(told).as("pieces of %d", size).hasToString(whole.strip());
            }
        }
    }

    private static int[] tokens(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return IntStream.range(0, bytes.length).map(i -> bytes[i] & 0xff).toArray();
    }
}
