package dev.winnow.text.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Addresses as patterns, from RFC 3986, 3987, 6570 and 6901. */
final class AddressFormats {
    private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";

    static final String IPV6 = ipv6();

    static final String JSON_POINTER = "(?:/(?:[^~/]|~[01])*)*";

    private static final String BEYOND_ASCII = "\\u{A0}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFEF}"
            + IntStream.rangeClosed(1, 14)
                    .mapToObj(plane -> String.format(
                            "\\u{%X}-\\u{%X}", (plane << 16) + (plane == 14 ? 0x1000 : 0), (plane << 16) + 0xFFFD))
                    .collect(Collectors.joining());
    private static final String PRIVATE = "\\u{E000}-\\u{F8FF}\\u{F0000}-\\u{FFFFD}\\u{100000}-\\u{10FFFD}";
    private static final String ESCAPED = "%[0-9A-Fa-f]{2}";

    /** Of ASCII only. */
    static final Identifier URI = new Identifier("", "");

    /** Of all scripts. */
    static final Identifier IRI = new Identifier(BEYOND_ASCII, PRIVATE);

    static final String URI_TEMPLATE = uriTemplate();

    /**
     * Identifiers of resources.
     *
     * @param more characters beyond ASCII that may be anywhere
     * @param inQuery those that may be in the query only
     */
    record Identifier(String more, String inQuery) {
        String absolute() {
            return "[A-Za-z][A-Za-z0-9+.\\-]*:(?:" + withAuthority() + "|" + path("/") + "|" + character(":@") + "+(?:/"
                    + character(":@") + "*)*|)" + tail();
        }

        String reference() {
            return "(?:" + absolute() + "|(?:" + withAuthority() + "|" + path("/") + "|" + character("@") + "+(?:/"
                    + character(":@") + "*)*|)" + tail() + ")";
        }

        /** What begins with a slash, but not with two: an authority would come there. */
        private String path(String slash) {
            return slash + "(?:" + character(":@") + "+(?:/" + character(":@") + "*)*)?";
        }

        private String withAuthority() {
            String future = "v[0-9A-Fa-f]+\\.[A-Za-z0-9\\-._~!$&'()*+,;=:]+";
            String host = "(?:\\[(?:" + IPV6 + "|" + future + ")\\]|" + character("") + "*)";
            return "//(?:" + character(":") + "*@)?" + host + "(?::[0-9]*)?(?:/" + character(":@") + "*)*";
        }

        private String tail() {
            return "(?:\\?" + character(":@/?" + inQuery) + "*)?(?:#" + character(":@/?") + "*)?";
        }

        private String character(String besides) {
            return "(?:[A-Za-z0-9\\-._~!$&'()*+,;=" + besides + more + "]|" + ESCAPED + ")";
        }
    }

    private AddressFormats() {}

    /** Eight groups of which two may be written as an IPv4 address, or fewer around one gap. */
    private static String ipv6() {
        String group = "[0-9A-Fa-f]{1,4}";
        String lastTwo = "(?:" + group + ":" + group + "|" + IPV4 + ")";
        List<String> ways = new ArrayList<>(List.of("(?:" + group + ":){6}" + lastTwo));
        for (int before = 0; before <= 7; before++) {
            String start = before == 0 ? "" : group + "(?::" + group + "){" + (before - 1) + "}";
            int after = 7 - before;
            List<String> ends = new ArrayList<>(List.of(""));
            if (after >= 1) {
                ends.add(group + "(?::" + group + "){0," + (after - 1) + "}");
            }
            if (after >= 2) {
                ends.add("(?:" + group + ":){0," + (after - 2) + "}" + IPV4);
            }
            ways.add(start + "::(?:" + String.join("|", ends) + ")");
        }
        return "(?:" + String.join("|", ways) + ")";
    }

    private static String uriTemplate() {
        String character = "(?:[A-Za-z0-9_]|" + ESCAPED + ")";
        String name = character + "(?:\\.?" + character + ")*(?::[1-9][0-9]{0,3}|\\*)?";
        String expression = "\\{[+#./;?&=,!@|]?" + name + "(?:," + name + ")*\\}";
        String literal = "[!#$&(-;=?-\\[\\]_a-z~" + BEYOND_ASCII + PRIVATE + "]";
        return "(?:" + literal + "|" + ESCAPED + "|" + expression + ")*";
    }
}
