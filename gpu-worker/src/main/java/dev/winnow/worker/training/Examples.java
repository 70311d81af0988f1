package dev.winnow.worker.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.common.control.ModelText;
import dev.winnow.engine.training.TrainingExample;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows as tokens: the prompt as extraction makes it, the output, and the token that ends an answer.
 *
 * @param train to learn from
 * @param heldOut to be asked for their loss, the first of them
 */
record Examples(List<TrainingExample> train, List<TrainingExample> heldOut) {
    private static final ObjectMapper JSON = new JsonMapper();

    /** More cost time and say little more about the curve. */
    private static final int MOST_HELD_OUT = 200;

    Examples {
        train = List.copyOf(train);
        heldOut = List.copyOf(heldOut);
    }

    static Examples read(Path rows, ModelText text) throws IOException {
        List<TrainingExample> train = new ArrayList<>();
        List<TrainingExample> heldOut = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizer.fromJson(text.tokenizerJson());
                BufferedReader lines = Files.newBufferedReader(rows)) {
            PromptFormat prompts = new PromptFormat(
                    new ChatTemplate(text.chatTemplate(), text.bosToken(), text.eosToken()), tokenizer);
            int end = tokenizer.idOf(text.eosToken());
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode row = JSON.readTree(line);
                boolean held = row.path("split").asText().equals("held_out");
                if (!held || heldOut.size() < MOST_HELD_OUT) {
                    (held ? heldOut : train).add(example(row, prompts, tokenizer, end));
                }
            }
        }
        return new Examples(train, heldOut);
    }

    private static TrainingExample example(JsonNode row, PromptFormat prompts, Tokenizer tokenizer, int end) {
        int[] prompt = prompts.render(
                        row.path("instruction").asText(), row.path("input").asText())
                .tokens();
        int[] output = tokenizer.encode(row.path("output").asText());
        int[] tokens = Stream.of(IntStream.of(prompt), IntStream.of(output), IntStream.of(end))
                .flatMapToInt(part -> part)
                .toArray();
        return new TrainingExample(tokens, prompt.length);
    }
}
