package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * Where a server is.
 *
 * @param root an absolute http or https address without user, query and closing slash
 */
record ServerAddress(URI root) {
    ServerAddress {
        requireNonNull(root, "root");
        String scheme = root.getScheme();
        if (root.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw refused(root, "is no http:// or https:// address with a host");
        }
        if (root.getRawUserInfo() != null) {
            throw refused(root, "holds a user: give the key as WINNOW_SERVER_API_KEY");
        }
        if (root.getRawQuery() != null || root.getRawFragment() != null) {
            throw refused(root, "has a query or a fragment, which no request could keep");
        }
        root = URI.create(root.toString().replaceFirst("/+$", "").replaceFirst("/v1$", ""));
    }

    private static IllegalArgumentException refused(URI root, String why) {
        // Without the user part, which may hold a password.
        String shown = "%s://%s%s".formatted(root.getScheme(), root.getHost(), root.getPath());
        return new IllegalArgumentException(
                "WINNOW_SERVER_URL = %s %s; such as http://127.0.0.1:8000".formatted(shown, why));
    }

    /** The address of a path of the server. */
    URI at(String path) {
        return URI.create(root + path);
    }

    /** Whether the server is on this machine. */
    boolean isHere() {
        try {
            return InetAddress.getByName(root.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // whoever asks next is told by the request itself
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
