package dev.winnow.worker.extraction;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.Span;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.text.evidence.Confidences;
import dev.winnow.text.evidence.EvidenceRoom;
import dev.winnow.text.evidence.OutputValue;
import dev.winnow.text.evidence.OutputValues;
import dev.winnow.text.evidence.SourceSpans;
import dev.winnow.text.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says what speaks for the values of an output. Thread-safe. */
public final class EvidenceReader {
    private static final double ROUNDED = 1e4;

    private final Vocabulary vocabulary;

    /** Takes the bytes of the model's tokens. */
    public EvidenceReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Reads it.
     *
     * @param input the item's
     * @param text the output, which is JSON
     */
    public Evidence of(String input, String text, Generated generated) {
        return of(input, text, written(generated));
    }

    /**
     * Reads it of tokens that somebody else wrote.
     *
     * @param input the item's
     * @param text the output, which is JSON
     */
    public static Evidence of(String input, String text, WrittenTokens tokens) {
        List<OutputValue> values = bounded(OutputValues.of(text.getBytes(UTF_8)));
        Map<String, @Nullable Span> spans = SourceSpans.of(input, values);
        return new Evidence(confidence(text, values, tokens), spans);
    }

    private static List<OutputValue> bounded(List<OutputValue> values) {
        EvidenceRoom room = new EvidenceRoom();
        return values.stream().takeWhile(value -> room.takes(value.pointer())).toList();
    }

    private WrittenTokens written(Generated generated) {
        int[] tokens = generated.tokens();
        int[] ends = new int[tokens.length];
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        for (int i = 0; i < tokens.length; i++) {
            byte[] bytes = vocabulary.bytes(tokens[i]);
            if (bytes != null) {
                written.writeBytes(bytes);
            }
            ends[i] = written.size();
        }
        return new WrittenTokens(written.toByteArray(), ends, generated.logProbabilities());
    }

    /** None where the tokens' own bytes are not the text, as free outputs with control tokens in them. */
    private static Map<String, Double> confidence(String text, List<OutputValue> values, WrittenTokens tokens) {
        String whole = tokens.text();
        if (!whole.strip().equals(text)) {
            return Map.of();
        }
        int before = whole.substring(0, whole.indexOf(text)).getBytes(UTF_8).length;
        Map<String, Double> rounded = new LinkedHashMap<>();
        Confidences.of(values, tokens.endsFrom(before), tokens.logProbabilities())
                .forEach((pointer, confidence) -> rounded.put(pointer, Math.round(confidence * ROUNDED) / ROUNDED));
        return rounded;
    }
}
