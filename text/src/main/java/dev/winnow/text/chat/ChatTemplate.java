package dev.winnow.text.chat;

import static java.util.Objects.requireNonNull;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model's chat template, as Hugging Face renders it: blocks trimmed, nothing escaped, a prompt for the answer at the
 * end. Sees only the conversation and the names of the begin and end tokens. Thread-safe.
 */
public final class ChatTemplate {
    private static final int MOST_CHARACTERS = 64 * 1024;
    private static final int MOST_BRACKETS = 64;
    private static final int MOST_OUTPUT = 1024 * 1024;

    private static final Jinjava JINJAVA = new Jinjava(config().build());

    static {
        TemplateFunctions.register(JINJAVA);
    }

    private final String template;
    private final String bosToken;
    private final String eosToken;

    /**
     * Takes the template's source and the texts of the model's begin and end tokens, empty where it has none.
     *
     * @throws TemplateRefusedException if the source is empty, over 64 Ki characters, or has brackets nested too deeply
     */
    public ChatTemplate(String template, String bosToken, String eosToken) {
        if (template.isBlank()) {
            throw new TemplateRefusedException("The model has no chat template: use an instruction-tuned model");
        }
        if (template.length() > MOST_CHARACTERS) {
            throw new TemplateRefusedException("The chat template has " + template.length() + " characters; at most "
                    + MOST_CHARACTERS + " are allowed");
        }
        // The parser looks ahead to each bracket's end: its time is a power of their depth.
        if (deepestBrackets(template) > MOST_BRACKETS) {
            throw new TemplateRefusedException("The chat template has an expression with brackets nested more than "
                    + MOST_BRACKETS + " deep: use another model or correct its template");
        }
        this.template = PythonIdioms.translated(template);
        this.bosToken = requireNonNull(bosToken, "bosToken");
        this.eosToken = requireNonNull(eosToken, "eosToken");
    }

    private static int deepestBrackets(String template) {
        int deepest = 0;
        int depth = 0;
        for (int i = 0; i < template.length(); i++) {
            if (template.startsWith("%}", i) || template.startsWith("}}", i)) {
                depth = 0;
            }
            switch (template.charAt(i)) {
                case '(', '[', '{' -> deepest = Math.max(deepest, ++depth);
                case ')', ']', '}' -> depth = Math.max(0, depth - 1);
                default -> {}
            }
        }
        return deepest;
    }

    /**
     * The conversation as the model was taught to see it, up to where its answer begins.
     *
     * @throws TemplateRefusedException if the template uses Jinja that cannot be run here, or refuses the conversation
     */
    public String render(List<ChatMessage> messages) {
        List<Map<String, Object>> plain = messages.stream()
                .map(message -> Map.<String, Object>of("role", message.role(), "content", message.content()))
                .toList();
        Map<String, Object> bindings = new HashMap<>();
        bindings.put("messages", plain);
        bindings.put("add_generation_prompt", true);
        bindings.put("bos_token", bosToken);
        bindings.put("eos_token", eosToken);
        // The schema lets the answer begin at once: what Qwen3 would think before it has no place.
        bindings.put("enable_thinking", false);
        RenderResult result = run(bindings);
        if (result.hasErrors()) {
            throw refusal(result.getErrors().get(0));
        }
        return result.getOutput();
    }

    private RenderResult run(Map<String, Object> bindings) {
        JinjavaConfig config = config().withProcessors(JinjavaProcessors.newBuilder()
                        .withNodePreProcessor(new RenderBudget())
                        .build())
                .build();
        try {
            return JINJAVA.renderForResult(template, bindings, config);
        } catch (StackOverflowError e) {
            throw new TemplateRefusedException(
                    "The chat template is nested too deeply: use another model or correct its template");
        }
    }

    private static TemplateRefusedException refusal(TemplateError error) {
        for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof TemplateRefusedException own) {
                return own;
            }
        }
        return new TemplateRefusedException("The model's chat template cannot be run: " + error.getMessage()
                + ". Templates of SmolLM2, Qwen2, Qwen2.5, Qwen3, Llama 3 and TinyLlama are known to work");
    }

    private static JinjavaConfig.Builder config() {
        return JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withNestedInterpretationEnabled(false)
                .withDisabled(Map.of(
                        Context.Library.TAG, Set.of("import", "from", "include", "extends", "do", "cycle"),
                        Context.Library.FUNCTION, Set.of("now", "unixtimestamp", "today")))
                .withMaxRenderDepth(20)
                .withMaxMacroRecursionDepth(5)
                .withMaxOutputSize(MOST_OUTPUT)
                .withMaxStringLength(MOST_OUTPUT)
                .withMaxListSize(1_000)
                .withMaxMapSize(1_000)
                .withRangeLimit(1_000)
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .withUsePyishObjectMapper(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withAllowAdjacentTextNodes(true)
                        .withUseTrimmingForNotesAndExpressions(true)
                        .withKeepNullableLoopValues(true)
                        .build());
    }
}
