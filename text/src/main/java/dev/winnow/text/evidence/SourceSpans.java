package dev.winnow.text.evidence;

import dev.winnow.common.result.Span;
import dev.winnow.text.evidence.OutputValue.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks the values of an output up in the input that they were taken from. Time and memory grow with the length of the
 * two, not with their product.
 */
public final class SourceSpans {
    private final CollapsedText source;
    private final Map<String, Mentions> texts;
    private final Map<String, Mentions> numbers;
    private final Map<LocalDate, Mentions> days;

    private SourceSpans(String input, List<OutputValue> values) {
        this.source = CollapsedText.of(input);
        this.texts = TextMentions.of(source.text(), texts(values));
        this.numbers = values.stream().anyMatch(value -> value.kind() == Kind.NUMBER)
                ? NumberMentions.of(source.text())
                : Map.of();
        this.days = values.stream().anyMatch(this::isDayToLookFor) ? DateMentions.of(source.text()) : Map.of();
    }

    /**
     * Where each string, number and date stands: white space counts as one space however much there is, numbers and
     * days as what they say however they are written. Of several places the one nearest to the neighbouring values is
     * taken; null where there is none.
     *
     * @return by pointer, in the order of the values
     */
    public static Map<String, @Nullable Span> of(String input, List<OutputValue> values) {
        return new SourceSpans(input, values).chosen(values);
    }

    private static Set<String> texts(List<OutputValue> values) {
        Set<String> texts = new LinkedHashSet<>();
        for (OutputValue value : values) {
            String text = value.kind() == Kind.STRING ? collapsed(value) : "";
            if (!text.isEmpty()) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static String collapsed(OutputValue value) {
        return CollapsedText.of(value.text()).text();
    }

    private boolean isDayToLookFor(OutputValue value) {
        return value.kind() == Kind.STRING
                && !texts.containsKey(collapsed(value))
                && DateMentions.day(value.text()).isPresent();
    }

    private Map<String, @Nullable Span> chosen(List<OutputValue> values) {
        List<OutputValue> sought = values.stream()
                .filter(value -> value.kind() == Kind.STRING || value.kind() == Kind.NUMBER)
                .toList();
        List<@Nullable Mentions> mentions = new ArrayList<>();
        sought.forEach(value -> mentions.add(mentions(value)));
        int[] places = Neighbours.choose(mentions);
        Map<String, @Nullable Span> spans = new LinkedHashMap<>();
        for (int i = 0; i < sought.size(); i++) {
            Mentions found = mentions.get(i);
            Span span = found == null ? null : source.original(found.from(places[i]), found.to(places[i]));
            spans.put(sought.get(i).pointer(), span);
        }
        return spans;
    }

    private @Nullable Mentions mentions(OutputValue value) {
        if (value.kind() == Kind.NUMBER) {
            return NumberMentions.key(value.text()).map(numbers::get).orElse(null);
        }
        Mentions verbatim = texts.get(collapsed(value));
        return verbatim != null
                ? verbatim
                : DateMentions.day(value.text()).map(days::get).orElse(null);
    }
}
