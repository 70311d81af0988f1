package dev.winnow.coordinator.model;

import dev.winnow.common.control.ModelText;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.window.WindowCutter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Counts a model's tokens as its workers will. Thread-safe. */
public final class TokenCounter implements AutoCloseable {
    // A tokenizer may put a space in front of a text, or lose a merge where the template's text meets the user's.
    private static final int JOINT_TOKENS = 8;

    private final Tokenizer tokenizer;
    private final PromptFormat format;
    private final WindowCutter cutter;
    private final int frameTokens;
    private @Nullable ConstraintCompiler constraints;

    TokenCounter(ModelText text) {
        this.tokenizer = Tokenizer.fromJson(text.tokenizerJson());
        this.format =
                new PromptFormat(new ChatTemplate(text.chatTemplate(), text.bosToken(), text.eosToken()), tokenizer);
        this.cutter = new WindowCutter(format, tokenizer);
        this.frameTokens = format.render("", "x").length() + JOINT_TOKENS;
    }

    /**
     * A number of tokens that the prompt cannot pass, found without tokenizing: a token stands for at least one byte.
     */
    public long atMost(String instruction, String input) {
        return (long) frameTokens + bytes(instruction) + bytes(input);
    }

    /** The exact number of tokens of the prompt. */
    public int exactly(String instruction, String input) {
        return format.render(instruction, input).length();
    }

    /** Cuts documents as its workers do. */
    public WindowCutter cutter() {
        return cutter;
    }

    /** Compiles schemas for the model. Made when it is first asked for: it takes milliseconds and megabytes. */
    public synchronized ConstraintCompiler constraints() {
        if (constraints == null) {
            constraints = new ConstraintCompiler(tokenizer.vocabulary(), tokenizer);
        }
        return constraints;
    }

    /** The model's tokenizer; it is closed with this counter. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
