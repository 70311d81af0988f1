package dev.winnow.text.pattern;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The languages of the formats of JSON Schema, as RFC 3339, 5321, 1123, 3986, 3987, 4122, 6570 and 6901 have them. Each
 * is made when it is first asked for, and kept.
 */
public final class Formats {
    /** RFC 5321, 4.5.3.1.1. */
    private static final String SHORT_LOCAL_PART = "(?=.{1,64}@)";

    private static final Map<String, Supplier<Language>> KNOWN = Map.ofEntries(
            Map.entry("date", () -> Patterns.whole(TimeFormats.DATE)),
            Map.entry("time", () -> Patterns.whole(TimeFormats.time())),
            Map.entry("date-time", () -> Patterns.whole(TimeFormats.DATE + "[Tt]" + TimeFormats.time())),
            Map.entry("duration", () -> Patterns.whole(TimeFormats.DURATION)),
            Map.entry("email", () -> Patterns.whole(SHORT_LOCAL_PART + MailFormats.EMAIL)),
            Map.entry("idn-email", () -> Patterns.whole(SHORT_LOCAL_PART + MailFormats.IDN_EMAIL)),
            Map.entry("hostname", () -> Patterns.whole(MailFormats.HOSTNAME)),
            Map.entry("idn-hostname", InternationalNames::hostname),
            Map.entry("ipv4", () -> Patterns.whole(AddressFormats.IPV4)),
            Map.entry("ipv6", () -> Patterns.whole(AddressFormats.IPV6)),
            Map.entry("uri", () -> Patterns.whole(AddressFormats.URI.absolute())),
            Map.entry("uri-reference", () -> Patterns.whole(AddressFormats.URI.reference())),
            Map.entry("iri", () -> Patterns.whole(AddressFormats.IRI.absolute())),
            Map.entry("iri-reference", () -> Patterns.whole(AddressFormats.IRI.reference())),
            Map.entry("uri-template", () -> Patterns.whole(AddressFormats.URI_TEMPLATE)),
            Map.entry("uuid", () -> Patterns.whole("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")),
            Map.entry("json-pointer", () -> Patterns.whole(AddressFormats.JSON_POINTER)),
            Map.entry(
                    "relative-json-pointer",
                    () -> Patterns.whole("(?:0|[1-9][0-9]*)(?:#|" + AddressFormats.JSON_POINTER + ")")));

    /** Characters at most, where the language says nothing of it: by RFC 1123 and RFC 5321, 4.5.3.1.3. */
    private static final Map<String, Integer> LONGEST = Map.of("hostname", 253, "email", 254, "idn-email", 254);

    private static final Map<String, Language> MADE = new ConcurrentHashMap<>();

    private Formats() {}

    /** The texts of a format, empty if it is not known here. */
    public static Optional<Language> of(String format) {
        Supplier<Language> known = KNOWN.get(format);
        return Optional.ofNullable(known).map(maker -> MADE.computeIfAbsent(format, unmade -> maker.get()));
    }

    /** How many characters a text of a format has at most, beside what its language says. */
    public static int longest(String format) {
        return LONGEST.getOrDefault(format, Integer.MAX_VALUE);
    }

    /** Whether the language and the length have just the texts of the format; Punycode takes a program to judge. */
    public static boolean exact(String format) {
        return KNOWN.containsKey(format) && !format.equals("idn-hostname");
    }
}
