package dev.winnow.text.pattern;

/** Host names and mail addresses as patterns, from RFC 1123, 5321 and 6531. */
final class MailFormats {
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9\\-]{0,61}[A-Za-z0-9])?";

    static final String HOSTNAME = LABEL + "(?:\\." + LABEL + ")*";

    static final String EMAIL = address("", HOSTNAME);

    /** What is not ASCII may be in all names. */
    static final String IDN_EMAIL = address("\\u0080-\\u{10FFFF}", idnHostname());

    private MailFormats() {}

    private static String idnHostname() {
        return HOSTNAME.replace("A-Za-z0-9", "A-Za-z0-9\\u0080-\\u{10FFFF}");
    }

    private static String address(String more, String hostname) {
        String atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-" + more + "]+";
        String quoted = "\"(?:[ !#-\\[\\]-~" + more + "]|\\\\[ -~" + more + "])*\"";
        String literal = "\\[(?:" + AddressFormats.IPV4 + "|IPv6:" + AddressFormats.IPV6 + ")\\]";
        return "(?:" + atom + "(?:\\." + atom + ")*|" + quoted + ")@(?:" + hostname + "|" + literal + ")";
    }
}
