package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.RealModel;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reference output of real extractions, kept while jumping, guessing and batching. */
@Tag("model")
class RealModelFewerStepsTest {
    private static final int MOST_TOKENS = 96;
    private static final String SCHEMA = """
            {"type": "object", "additionalProperties": false,
             "required": ["title", "venue", "date", "price", "kind"],
             "properties": {
               "title": {"type": "string", "maxLength": 60},
               "venue": {"type": ["string", "null"], "maxLength": 60},
               "date": {"type": "string", "maxLength": 30},
               "price": {"type": ["number", "null"]},
               "kind": {"enum": ["concert", "exhibition", "talk"]}}}""";
    private static final List<String> DOCUMENTS = List.of(
            "Menu Home Contact\\nSummer Night Jazz\\nwith the Blue River Quartet\\nSaturday, 14 June 2026, 20:00\\nHarbour"
                    + " Hall, Quay Street 4\\nTickets CHF 32.50\\nNewsletter",
            "Open now: Glass and Light\\nAn exhibition in the Old Mill Museum\\nuntil 3 May 2026\\nFree entry\\nOther events",
            "Public talk\\n'How glaciers remember'\\nProf. Anna Meier\\nUniversity Library, Room 2.14\\n9 March 2026 18:15\\n5"
                    + " EUR, students free",
            "Cookie settings\\nString Quartet No. 14\\nTown Church\\n1 November 2026\\nfrom 18 to 45 CHF\\nSeating plan");

    @Test
    void extractions_are_those_of_one_token_a_step_alone_and_take_far_fewer_steps() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(SCHEMA);
        try (LoadableModel model = RealModel.open();
                Tokenizer tokenizer = Tokenizer.fromJson(model.text().tokenizerJson())) {
            PromptFormat format = new PromptFormat(
                    new ChatTemplate(
                            model.text().chatTemplate(),
                            model.text().bosToken(),
                            model.text().eosToken()),
                    tokenizer);
            Constraint constraint =
                    new ConstraintCompiler(tokenizer.vocabulary(), tokenizer).compile(SchemaCompiler.compile(schema));
            List<Generated> reference = run(model, 1, LoopSettings.DEFAULT.reference(), format, constraint);
            List<Generated> fast = run(model, 4, LoopSettings.DEFAULT, format, constraint);

            for (int i = 0; i < DOCUMENTS.size(); i++) {
                assertThat(tokenizer.decode(fast.get(i).tokens()))
                        .isEqualTo(tokenizer.decode(reference.get(i).tokens()));
                assertThat(fast.get(i).tokens()).isEqualTo(reference.get(i).tokens());
            }
            int tokens = reference.stream()
                    .mapToInt(generated -> generated.tokens().length)
                    .sum();
            int steps = fast.stream().mapToInt(Generated::steps).sum();
            assertThat(reference.stream().mapToInt(Generated::steps).sum()).isEqualTo(tokens);
            assertThat(steps).isLessThan(tokens * 6 / 10);
        }
    }

    private static List<Generated> run(
            LoadableModel model, int rows, LoopSettings settings, PromptFormat format, Constraint constraint) {
        Decoder decoder = Decoder.load(
                model.shape(),
                model.weights(),
                NumericMode.F16,
                MemoryBudget.ofMebibytes(1536),
                new DecoderSettings(rows, 256));
        try (GenerationLoop loop = GenerationLoop.start(decoder, settings)) {
            List<Outcome> outcomes = new ArrayList<>();
            for (String document : DOCUMENTS) {
                int[] prompt = format.render(
                                "Extract the event as JSON with the keys title, venue, date, price, kind", document)
                        .tokens();
                outcomes.add(Requests.run(
                        loop,
                        new GenerationRequest(
                                prompt,
                                constraint.begin(MOST_TOKENS),
                                MOST_TOKENS,
                                Sampling.GREEDY,
                                Set.copyOf(model.endTokens()),
                                Duration.ofMinutes(5))));
            }
            return outcomes.stream().map(Outcome::generated).toList();
        }
    }
}
