package dev.winnow.coordinator.outgoing;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses may be called: what is public, and what the operator has allowed. After IANA's registries of
 * special-purpose addresses.
 *
 * @param allowed networks that may be called although they are not public
 */
record AddressRules(List<Network> allowed) {
    private static final List<Network> REFUSED = networks(
            "0.0.0.0/8", // this host; unspecified
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier's NAT; some clouds put their services there
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local; instance metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.31.196.0/24", // AS112
            "192.52.193.0/24", // AMT
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "192.175.48.0/24", // AS112
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved; broadcast
            "2001::/23", // protocol assignments: Teredo, ORCHID, ...
            "2001:db8::/32", // documentation
            "2620:4f:8000::/48", // AS112
            "3fff::/20"); // documentation

    // All else of IPv6 is loopback, local, multicast, or of nobody yet.
    private static final Network GLOBAL_UNICAST = Network.of("2000::/3");

    // Each carries an IPv4 address, which a translator on the way would call.
    private static final List<Carrier> CARRIERS = List.of(
            new Carrier(Network.of("::/96"), 12), // IPv4-compatible
            new Carrier(Network.of("64:ff9b::/96"), 12), // NAT64
            new Carrier(Network.of("2002::/16"), 2)); // 6to4

    AddressRules {
        allowed = List.copyOf(allowed);
    }

    boolean allows(InetAddress address) {
        InetAddress plain = unmapped(address);
        if (allowed.stream().anyMatch(network -> network.contains(plain))) {
            return true;
        }
        Optional<InetAddress> carried = carried(plain);
        if (carried.isPresent()) {
            return allows(carried.get());
        }
        if (plain instanceof Inet6Address && !GLOBAL_UNICAST.contains(plain)) {
            return false;
        }
        return REFUSED.stream().noneMatch(network -> network.contains(plain));
    }

    // Java makes IPv4 of IPv4-mapped addresses itself, but not of every way to write them.
    private static InetAddress unmapped(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 16 && bytes[10] == -1 && bytes[11] == -1 && zero(bytes, 10)) {
            return four(bytes, 12);
        }
        return address;
    }

    private static Optional<InetAddress> carried(InetAddress address) {
        if (address instanceof Inet4Address) {
            return Optional.empty();
        }
        return CARRIERS.stream()
                .filter(carrier -> carrier.network().contains(address))
                .findFirst()
                .map(carrier -> four(address.getAddress(), carrier.offset()));
    }

    private static boolean zero(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress four(byte[] bytes, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(bytes, offset, offset + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static List<Network> networks(String... cidrs) {
        return Arrays.stream(cidrs).map(Network::of).toList();
    }

    /** A network whose addresses hold an IPv4 address at that byte. */
    private record Carrier(Network network, int offset) {}
}
