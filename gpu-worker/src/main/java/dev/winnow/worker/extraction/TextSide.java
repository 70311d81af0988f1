package dev.winnow.worker.extraction;

import dev.winnow.common.control.ModelText;
import dev.winnow.common.work.Pool;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.prompt.Quotation;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.window.WindowCutter;
import java.util.Set;

/** A model without its tensors: how texts become prompts and tokens become results. Thread-safe. */
public final class TextSide implements AutoCloseable {
    // Compiled schemas take some hundred kilobytes each; a fleet has few of them at work at once.
    private static final int SCHEMAS = 32;

    private final Tokenizer tokenizer;
    private final PromptFormat prompts;
    private final Quotation quotations;
    private final WindowCutter cutter;
    private final OutputForms forms;
    private final ResultReader results;
    private final Set<Integer> endTokens;
    private final long contextTokens;

    /**
     * Opens it.
     *
     * @param contextTokens the most tokens a prompt and its output may have together
     * @throws dev.winnow.text.tokenizer.TokenizerRefusedException if the tokenizer is of a kind that cannot be run
     * @throws dev.winnow.text.chat.TemplateRefusedException if the template cannot be run
     */
    public TextSide(Pool pool, ModelText text, Set<Integer> endTokens, long contextTokens) {
        this.tokenizer = Tokenizer.fromJson(text.tokenizerJson());
        this.prompts =
                new PromptFormat(new ChatTemplate(text.chatTemplate(), text.bosToken(), text.eosToken()), tokenizer);
        this.quotations = new Quotation(tokenizer);
        this.cutter = new WindowCutter(prompts, tokenizer);
        this.forms = new OutputForms(new ConstraintCompiler(tokenizer.vocabulary(), tokenizer), SCHEMAS);
        this.results = new ResultReader(tokenizer, prompts, pool);
        this.endTokens = Set.copyOf(endTokens);
        this.contextTokens = contextTokens;
    }

    PromptFormat prompts() {
        return prompts;
    }

    Quotation quotations() {
        return quotations;
    }

    WindowCutter cutter() {
        return cutter;
    }

    OutputForms forms() {
        return forms;
    }

    ResultReader results() {
        return results;
    }

    GrowingText growingText() {
        return new GrowingText(tokenizer.vocabulary());
    }

    Set<Integer> endTokens() {
        return endTokens;
    }

    long contextTokens() {
        return contextTokens;
    }

    /** Frees the tokenizer's native memory; nothing can be rendered afterwards. */
    @Override
    public void close() {
        tokenizer.close();
    }
}
