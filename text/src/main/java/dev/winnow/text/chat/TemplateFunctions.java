package dev.winnow.text.chat;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The functions that Hugging Face gives to chat templates. Public only because Jinjava calls them by reflection. */
public final class TemplateFunctions {
    /** The day that templates are told: the one that Llama 3's own template falls back to. */
    static final LocalDate TODAY = LocalDate.of(2024, 7, 26);

    private TemplateFunctions() {}

    static void register(Jinjava jinjava) {
        jinjava.registerFunction(new ELFunctionDefinition(
                "", "raise_exception", TemplateFunctions.class, "raiseException", String.class));
        jinjava.registerFunction(
                new ELFunctionDefinition("", "strftime_now", TemplateFunctions.class, "strftimeNow", String.class));
    }

    /** What a template does with a conversation that its model was not taught. */
    public static String raiseException(String message) {
        throw new TemplateRefusedException("The chat template says: " + message);
    }

    /** A fixed day in strftime's format, so that the same item makes the same prompt on every day. */
    public static String strftimeNow(String format) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '%' && i + 1 < format.length()) {
                text.append(field(format.charAt(++i)));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String field(char letter) {
        return switch (letter) {
            case 'd' -> pattern("dd");
            case 'm' -> pattern("MM");
            case 'b' -> pattern("MMM");
            case 'B' -> pattern("MMMM");
            case 'Y' -> pattern("yyyy");
            case 'A' -> pattern("EEEE");
            case 'a' -> pattern("EEE");
            case 'H', 'M', 'S' -> "00";
            case '%' -> "%";
            default ->
                throw new TemplateRefusedException(
                        "The chat template asks strftime_now for %" + letter + ", which Winnow does not know");
        };
    }

    private static String pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(TODAY);
    }
}
