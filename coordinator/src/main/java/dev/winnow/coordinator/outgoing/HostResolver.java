package dev.winnow.coordinator.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name. */
@FunctionalInterface
public interface HostResolver {
    /** This machine's way to do it. */
    HostResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /**
     * At least one address.
     *
     * @throws UnknownHostException if there is none, or nobody answered
     */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
