package dev.winnow.text.prompt;

import dev.winnow.text.chat.ChatMessage;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.chat.TemplateRefusedException;
import dev.winnow.text.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns an instruction and an item's text into the tokens of a model's prompt.
 *
 * <p>The template is rendered once, with a gap for the user's message. Text from the last control token before the gap
 * to the first one after it is encoded in one piece, so that tokens merge over the joints as they do in the whole
 * prompt, and control strings that a user wrote stay text. Thread-safe, as long as its tokenizer is open.
 */
public final class PromptFormat {
    /** Private-use characters: in no template, and no white space that a template could trim. */
    private static final String GAP = "\uE0A5\uE0A6\uE0A5";

    private final Tokenizer tokenizer;
    private final int[] head;
    private final String before;
    private final String after;
    private final int[] tail;
    private final boolean trims;
    private final String frame;

    /**
     * Renders the template around the gap.
     *
     * @throws TemplateRefusedException if the template does not hold the user's message exactly once, as it is
     */
    public PromptFormat(ChatTemplate template, Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.frame = template.render(List.of(new ChatMessage("user", GAP)));
        int gap = frame.indexOf(GAP);
        if (gap < 0 || frame.indexOf(GAP, gap + 1) >= 0) {
            throw new TemplateRefusedException(
                    "The model's chat template does not hold the user's message exactly once, as it was written");
        }
        String front = frame.substring(0, gap);
        String back = frame.substring(gap + GAP.length());
        int from = endOfLastControl(front);
        int to = startOfFirstControl(back);
        this.head = tokenizer.encodeTemplate(front.substring(0, from));
        this.before = front.substring(from);
        this.after = back.substring(0, to);
        this.tail = tokenizer.encodeTemplate(back.substring(to));
        this.trims =
                !template.render(List.of(new ChatMessage("user", " " + GAP))).contains(" " + GAP);
    }

    private int endOfLastControl(String text) {
        return tokenizer.controlTokens().stream()
                .filter(text::contains)
                .mapToInt(token -> text.lastIndexOf(token) + token.length())
                .max()
                .orElse(0);
    }

    private int startOfFirstControl(String text) {
        return tokenizer.controlTokens().stream()
                .mapToInt(text::indexOf)
                .filter(at -> at >= 0)
                .min()
                .orElse(text.length());
    }

    /**
     * The prompt for one item: the instruction, a blank line, the input; the input alone if there is no instruction.
     */
    public Prompt render(String instruction, String input) {
        String message = instruction.isEmpty() ? input : instruction + "\n\n" + input;
        int[] middle = tokenizer.encodePassage(before + (trims ? trim(message) : message) + after);
        return new Prompt(
                Stream.of(head, middle, tail).flatMapToInt(Arrays::stream).toArray());
    }

    /** Trims as Python does, which takes more than Java for white space. */
    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    /**
     * What tells prompts of one kind from another: the template as rendered, and the instruction, without the input.
     */
    public String promptHash(String instruction) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(frame.getBytes(StandardCharsets.UTF_8));
            sha256.update((byte) 0);
            sha256.update(instruction.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
