package dev.winnow.coordinator.outgoing;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;

/**
 * A block of addresses, IPv4 or IPv6. Never contains an address of the other kind.
 *
 * @param base its first address
 * @param bits how many leading bits all its addresses share
 */
public record Network(InetAddress base, int bits) {
    private static final int LONGEST_TEXT = 64;

    public Network {
        int width = base.getAddress().length * Byte.SIZE;
        if (bits < 0 || bits > width) {
            throw new IllegalArgumentException("a prefix must have 0 to %d bits, was %d".formatted(width, bits));
        }
        byte[] address = base.getAddress();
        for (int bit = bits; bit < width; bit++) {
            if (bit(address, bit)) {
                throw new IllegalArgumentException(
                        "%s/%d has bits set after its prefix".formatted(base.getHostAddress(), bits));
            }
        }
    }

    /**
     * Reads CIDR notation, {@code 10.0.0.0/8} or {@code fc00::/7}; an address alone is a block of one.
     *
     * @throws IllegalArgumentException if the text is no such block
     */
    public static Network of(String cidr) {
        String text = cidr.strip().toLowerCase(Locale.ROOT);
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        // Only digits of addresses: a name would be looked up.
        boolean four = address.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        boolean six = address.indexOf(':') >= 0 && address.matches("[0-9a-f:.]+");
        if (text.length() > LONGEST_TEXT || !(four || six)) {
            throw new IllegalArgumentException("'%s' is no network such as 10.0.0.0/8 or fc00::/7".formatted(cidr));
        }
        try {
            InetAddress base = InetAddress.getByName(address);
            int width = base.getAddress().length * Byte.SIZE;
            return new Network(base, slash < 0 ? width : Integer.parseInt(text.substring(slash + 1)));
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is no network such as 10.0.0.0/8 or fc00::/7".formatted(cidr), e);
        }
    }

    /** Whether the address is one of the block's. */
    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        if (!Arrays.equals(mine, 0, whole, other, 0, whole)) {
            return false;
        }
        for (int bit = whole * Byte.SIZE; bit < bits; bit++) {
            if (bit(mine, bit) != bit(other, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean bit(byte[] bytes, int index) {
        return (bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1) == 1;
    }
}
