package dev.winnow.coordinator.outgoing;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Judges where a call may go. Every URL that a user chose passes here, when it is registered and again each time that
 * it is called. Thread-safe.
 */
public final class OutgoingGuard {
    private final AddressRules rules;
    private final boolean plainHttp;
    private final HostResolver resolver;

    /**
     * Guards with these exceptions.
     *
     * @param allowed networks that may be called although they are not public
     * @param plainHttp whether {@code http} will do
     */
    public OutgoingGuard(List<Network> allowed, boolean plainHttp, HostResolver resolver) {
        this.rules = new AddressRules(allowed);
        this.plainHttp = plainHttp;
        this.resolver = resolver;
    }

    /**
     * Looks the name up, once. All of its addresses must be allowed: a name that points inside as well as outside is
     * not meant well.
     *
     * @param attempt which of the addresses to take, where there are several: the next attempt gets the next one
     * @throws RefusedDestinationException if the URL must not be called
     * @throws UnknownHostException if the name has no address now
     */
    public Destination judge(String text, int attempt) throws UnknownHostException {
        URI url = OutgoingUrl.read(text, plainHttp);
        String host = OutgoingUrl.hostOf(url);
        List<InetAddress> addresses = resolver.resolve(host);
        if (!addresses.stream().allMatch(rules::allows)) {
            // Not which address: that would tell of names that only the inside knows.
            throw new RefusedDestinationException(
                    "the host '%s' has an address that is not public".formatted(host),
                    "use a host of the internet; the operator can allow networks");
        }
        return new Destination(url, addresses.get(Math.floorMod(attempt, addresses.size())));
    }
}
