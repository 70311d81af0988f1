package dev.winnow.coordinator.outgoing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** The form of URLs that may be called, before anything is known of the addresses behind them. */
final class OutgoingUrl {
    static final int HTTPS_PORT = 443;
    static final int HTTP_PORT = 80;

    // Below it are mail, shells, name servers: what a POST must not be let in on.
    private static final int FIRST_FREE_PORT = 1024;
    private static final int LAST_PORT = 65_535;

    private static final Pattern NUMBER_AT_END = Pattern.compile("(^|\\.)(\\d+|0[xX][0-9a-fA-F]*)\\.?$");
    private static final Pattern DOTTED = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    private OutgoingUrl() {}

    /**
     * Reads a URL.
     *
     * @param plainHttp whether {@code http} will do
     * @throws RefusedDestinationException if it must not be called
     */
    static URI read(String text, boolean plainHttp) {
        URI url = parse(text);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(plainHttp && scheme.equals("http"))) {
            throw new RefusedDestinationException(
                    "the URL must begin with https://" + (plainHttp ? " or http://" : ""),
                    "let the receiver speak TLS; plain http is the operator's to allow");
        }
        if (url.getHost() == null || url.getHost().indexOf('%') >= 0 || isDisguisedNumber(url.getHost())) {
            throw new RefusedDestinationException(
                    "the URL names no host", "write https://HOST/PATH, a host with other letters as xn--...");
        }
        if (url.getRawUserInfo() != null) {
            throw new RefusedDestinationException(
                    "the URL carries a user or password", "leave it out; each call is signed with the secret");
        }
        if (url.getRawFragment() != null) {
            throw new RefusedDestinationException("the URL has a part after '#', which is never sent", "leave it out");
        }
        int port = url.getPort();
        boolean known = port < 0 || port == (scheme.equals("https") ? HTTPS_PORT : HTTP_PORT);
        if (!known && (port < FIRST_FREE_PORT || port > LAST_PORT)) {
            throw new RefusedDestinationException(
                    "the URL's port is %d".formatted(port),
                    "use %s's own port, or one from %d to %d".formatted(scheme, FIRST_FREE_PORT, LAST_PORT));
        }
        return url;
    }

    // 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1 to some and something else to others.
    private static boolean isDisguisedNumber(String host) {
        return NUMBER_AT_END.matcher(host).find() && !DOTTED.matcher(host).matches();
    }

    private static URI parse(String text) {
        try {
            return new URI(new URI(text).toASCIIString());
        } catch (URISyntaxException e) {
            throw new RefusedDestinationException(
                    "the URL cannot be read: " + e.getReason(), "write https://HOST/PATH, with other letters as %XX");
        }
    }

    /** The host without the brackets of an IPv6 address. */
    static String hostOf(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
