package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

/** A token that stands beside the model's vocabulary: most of them are control tokens. */
record AddedToken(int id, String content, boolean special) {
    static AddedToken read(JsonNode node) {
        String content = node.path("content").asText();
        if (content.isEmpty()) {
            throw new TokenizerRefusedException("tokenizer.json has an added token without content");
        }
        for (String flag : new String[] {"lstrip", "rstrip", "single_word"}) {
            if (node.path(flag).asBoolean()) {
                throw new TokenizerRefusedException("The added token " + content + " of tokenizer.json has " + flag
                        + ": Winnow runs only tokenizers whose added tokens leave the text beside them alone");
            }
        }
        return new AddedToken(
                TokenId.read(node.path("id"), content),
                content,
                node.path("special").asBoolean());
    }

    /**
     * Whether it steers the model rather than being text. Models mark some of theirs as not special (Qwen's
     * {@code <tool_call>}), so what looks like markup counts as control too; runs of white space do not.
     */
    boolean control() {
        return special || isBetween("<", ">") || isBetween("[", "]");
    }

    private boolean isBetween(String start, String end) {
        return content.startsWith(start) && content.endsWith(end);
    }
}
