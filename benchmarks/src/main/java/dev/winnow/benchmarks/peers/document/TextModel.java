package dev.winnow.benchmarks.peers.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.constraint.Constraint;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.prompt.Quotation;
import dev.winnow.text.prompt.QuotedTokens;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A model's text side for one schema, put together as a worker does it: all systems get the very same tokens. */
public final class TextModel implements AutoCloseable {
    // What stands for bytes that are no character.
    private static final String REPLACEMENT = "\uFFFD";

    private final Tokenizer tokenizer;
    private final PromptFormat prompts;
    private final Constraint constraint;
    private final OutputValidator validator;
    private final Set<Integer> endTokens;
    private final int endOfTurn;

    /** Takes an open model's texts; the model may be closed afterwards. */
    public TextModel(LoadableModel model, JsonNode schema) {
        ModelText text = model.text();
        this.tokenizer = Tokenizer.fromJson(text.tokenizerJson());
        this.prompts =
                new PromptFormat(new ChatTemplate(text.chatTemplate(), text.bosToken(), text.eosToken()), tokenizer);
        this.constraint =
                new ConstraintCompiler(tokenizer.vocabulary(), tokenizer).compile(SchemaCompiler.compile(schema));
        this.validator = new OutputValidator(schema);
        this.endTokens = model.endTokens();
        this.endOfTurn = tokenizer.idOf(text.eosToken());
    }

    /** What constrained outputs obey. */
    public Constraint constraint() {
        return constraint;
    }

    /** A document's text as an output would quote it. */
    public QuotedTokens quoted(String input) {
        return new Quotation(tokenizer).tokens(input);
    }

    /** Tokens that end an answer. */
    public Set<Integer> endTokens() {
        return endTokens;
    }

    /** The one among them that a model is taught to end with. */
    public int endOfTurn() {
        return endOfTurn;
    }

    /** The tokens of a text that is no template. */
    public List<Integer> encode(String text) {
        return Arrays.stream(tokenizer.encode(text)).boxed().toList();
    }

    /** The bytes of the model's tokens. */
    public Vocabulary vocabulary() {
        return tokenizer.vocabulary();
    }

    /** What the model is given for a document. */
    public int[] prompt(Document document) {
        return prompts.render(document.instruction(), document.input()).tokens();
    }

    /** The text of an output. */
    public String text(List<Integer> tokens) {
        return text(tokens.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The text of an output. */
    public String text(int[] tokens) {
        return tokenizer.decode(tokens).strip();
    }

    /** What is wrong with an output. */
    public List<String> problems(String output) {
        return validator.problems(output);
    }

    /**
     * Documents as tokens, in their order, without those whose output the constraint does not admit.
     *
     * @param refused gets their ids
     */
    public List<TokenDocument> tokens(List<Document> documents, List<String> refused) {
        List<TokenDocument> tokens = new ArrayList<>();
        for (Document document : documents) {
            int[] prompt = prompt(document);
            try {
                List<Integer> reference = new ReferenceOutput(tokenizer, constraint).tokens(document.output());
                tokens.add(new TokenDocument(
                        document.input(),
                        Arrays.stream(prompt).boxed().toList(),
                        reference,
                        document.output(),
                        wholeCharacters(reference)));
            } catch (IllegalArgumentException e) {
                refused.add(document.id());
            }
        }
        return tokens;
    }

    private boolean wholeCharacters(List<Integer> tokens) {
        return tokens.stream()
                .noneMatch(token -> tokenizer.decode(new int[] {token}).contains(REPLACEMENT));
    }

    /** Frees the tokenizer's native memory. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
